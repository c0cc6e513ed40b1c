import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { registerAction, resendAction } from "@/app/(account)/actions";
import { AccountForm } from "@/components/account/account-form";
import { safeNextPath } from "@/lib/core/redirect";
import { currentActor } from "@/lib/http/page";
import { isOutboxOpen } from "@/lib/platform/mail/mailer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("register.title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RegisterPage({ searchParams }: Props) {
  const [{ next: asked }, t, actor] = await Promise.all([searchParams, getTranslations("account"), currentActor()]);
  const next = safeNextPath(typeof asked === "string" ? asked : undefined);
  if (actor.kind === "user") redirect(next);
  return (
    <AccountForm
      action={registerAction}
      title={t("register.title")}
      fields={[
        { name: "email", label: t("email"), type: "email", autoComplete: "username" },
        { name: "name", label: t("name"), type: "text", autoComplete: "name", hint: t("nameHint"), optional: t("optional") },
        { name: "password", label: t("password"), type: "password", autoComplete: "new-password", hint: t("passwordHint") },
        { name: "confirmed_password", label: t("repeatPassword"), type: "password", autoComplete: "new-password" },
      ]}
      hidden={{ next }}
      submit={t("register.submit")}
      passwordWords={{ show: t("show"), hide: t("hide") }}
      done={{
        title: t("register.doneTitle"),
        text: t("register.doneText", { email: "{email}" }),
        again: { action: resendAction, label: t("register.again"), sent: t("register.sentAgain") },
        extra: isOutboxOpen() ? (
          <Link href="/dev/outbox" className="link">
            {t("register.outbox")}
          </Link>
        ) : undefined,
      }}
    >
      <p>
        {t("register.known")}{" "}
        <Link href={next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`} className="link">
          {t("register.signIn")}
        </Link>
      </p>
    </AccountForm>
  );
}
