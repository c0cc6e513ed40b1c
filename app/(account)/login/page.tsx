import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { signInAction } from "@/app/(account)/actions";
import { passkeySignInAction, passkeySignInOptionsAction } from "@/app/(account)/passkey-actions";
import { AccountForm } from "@/components/account/account-form";
import { PasskeyButton } from "@/components/account/passkey-button";
import { KeepInvitation } from "@/components/call/encryption/keep-invitation";
import { buttonClass } from "@/components/ui/button";
import { safeNextPath } from "@/lib/core/redirect";
import { currentActor } from "@/lib/http/page";
import { env } from "@/lib/platform/env";
import { arePasskeysPossible } from "@/lib/platform/webauthn";

type Search = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("login.title") };
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** Where to go after signing in; next-auth names it `callbackUrl`, as an absolute address of ours. */
function nextOf(search: Search): string {
  const callback = first(search.callbackUrl);
  const { APP_URL } = env();
  return safeNextPath(first(search.next) ?? (callback?.startsWith(`${APP_URL}/`) ? callback.slice(APP_URL.length) : callback));
}

/** Why the browser came back here, in words. */
function warningOf(error: string | undefined, t: Awaited<ReturnType<typeof getTranslations<"account">>>): string | undefined {
  if (error === undefined) return undefined;
  if (error === "CredentialsSignin") return t("login.wrong");
  if (error === "rate_limited") return t("refusals.rate_limited", { minutes: 15 });
  if (error === "otp_required") return t("login.codeNeeded");
  if (error === "organisation_refused") return t("login.organisationRefused");
  return t("login.organisationFailed");
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, t, actor] = await Promise.all([searchParams, getTranslations("account"), currentActor()]);
  const next = nextOf(search);
  if (actor.kind === "user") redirect(next);
  const notice = first(search.notice);
  const error = first(search.error);
  const nextQuery = next === "/" ? "" : `?next=${encodeURIComponent(next)}`;
  return (
    <AccountForm
      action={signInAction}
      title={t("login.title")}
      notice={notice === "activated" || notice === "reset" ? t(`login.${notice}`) : undefined}
      warning={warningOf(error, t)}
      fields={[
        { name: "email", label: t("email"), type: "email", autoComplete: "username webauthn" },
        { name: "password", label: t("password"), type: "password", autoComplete: "current-password" },
      ]}
      hidden={{ next }}
      submit={t("login.submit")}
      passwordWords={{ show: t("show"), hide: t("hide") }}
      codeWords={{
        title: t("code.title"), text: t("code.text"), code: t("code.code"), recoveryText: t("code.recoveryText"), recoveryCode: t("code.recoveryCode"),
        submit: t("login.submit"), useRecovery: t("code.useRecovery"), useApp: t("code.useApp"), back: t("code.back"),
      }}
    >
      <KeepInvitation next={next} />
      {arePasskeysPossible() && (
        <PasskeyButton
          autofill
          begin={passkeySignInOptionsAction}
          finish={passkeySignInAction}
          next={next}
          words={{ button: t("login.passkey"), refused: t("login.passkeyRefused"), failed: t("login.passkeyFailed") }}
        />
      )}
      <p>
        <Link href="/forgot" className="link">
          {t("login.forgot")}
        </Link>
      </p>
      <p>
        {t("login.newHere")}{" "}
        <Link href={`/register${nextQuery}`} className="link">
          {t("login.register")}
        </Link>
      </p>
      {env().OIDC_ISSUER && (
        <p>
          {/* Not a router link: it leads to another origin. */}
          <a href={`/login/organisation${nextQuery}`} className={buttonClass("quiet", false, "w-full")}>
            {t("login.organisation", { name: env().OIDC_NAME })}
          </a>
        </p>
      )}
      {env().ATRIUM_PROFILE !== "production" && <p className="text-sm">{t("login.demo")}</p>}
    </AccountForm>
  );
}
