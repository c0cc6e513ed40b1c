import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { confirmByCodeAction, confirmByPasswordAction } from "@/app/(account)/confirm/actions";
import { passkeyProofAction, passkeyProofOptionsAction } from "@/app/(account)/passkey-actions";
import { signOut } from "@/app/sign-out";
import { AccountForm } from "@/components/account/account-form";
import { ConfirmCodeForm } from "@/components/account/confirm-code-form";
import { PasskeyButton } from "@/components/account/passkey-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { hasRecentProof } from "@/lib/accounts/proof";
import { listProofMethods } from "@/lib/accounts/queries";
import { safeNextPath } from "@/lib/core/redirect";
import { confirmPath, requireSignedIn } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("confirm.title") };
}

/** Stands before what a browser left open must not be enough for, and leads on to `next`. */
export default async function ConfirmPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const wanted = (await searchParams).next;
  const next = safeNextPath(Array.isArray(wanted) ? wanted[0] : wanted, "/settings");
  const actor = await requireSignedIn(confirmPath(next));
  if (await hasRecentProof(actor)) redirect(next);
  const [t, methods] = await Promise.all([getTranslations("account"), listProofMethods(actor)]);
  return (
    <>
      {methods.password ? (
        <AccountForm
          action={confirmByPasswordAction}
          title={t("confirm.title")}
          text={t("confirm.text")}
          fields={[{ name: "password", label: t("password"), type: "password", autoComplete: "current-password" }]}
          hidden={{ next }}
          submit={t("confirm.submit")}
          passwordWords={{ show: t("show"), hide: t("hide") }}
        />
      ) : (
        <>
          <h1 className="text-xl">{t("confirm.title")}</h1>
          <p className="mt-2 text-muted">{t(methods.code || methods.passkey ? "confirm.text" : "confirm.none")}</p>
        </>
      )}
      <div className="mt-6 grid gap-6">
        {methods.passkey && (
          <PasskeyButton
            begin={passkeyProofOptionsAction}
            finish={passkeyProofAction}
            next={next}
            words={{ button: t("confirm.passkey"), refused: t("login.passkeyRefused"), failed: t("login.passkeyFailed") }}
          />
        )}
        {methods.code && <ConfirmCodeForm action={confirmByCodeAction} next={next} words={{ code: t("confirm.code"), submit: t("confirm.byCode") }} />}
        <form action={signOut} className="justify-self-center">
          <input type="hidden" name="next" value={next} />
          <SubmitButton look="plain">{t("confirm.signInAgain")}</SubmitButton>
        </form>
      </div>
    </>
  );
}
