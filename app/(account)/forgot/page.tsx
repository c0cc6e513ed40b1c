import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { forgotAction } from "@/app/(account)/actions";
import { AccountForm } from "@/components/account/account-form";
import { isOutboxOpen } from "@/lib/platform/mail/mailer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("forgot.title") };
}

export default async function ForgotPage() {
  const t = await getTranslations("account");
  return (
    <AccountForm
      action={forgotAction}
      title={t("forgot.title")}
      text={t("forgot.text")}
      fields={[{ name: "email", label: t("email"), type: "email", autoComplete: "username" }]}
      submit={t("forgot.submit")}
      done={{
        title: t("forgot.doneTitle"),
        text: t("forgot.doneText", { email: "{email}" }),
        extra: isOutboxOpen() ? (
          <Link href="/dev/outbox" className="link">
            {t("register.outbox")}
          </Link>
        ) : undefined,
      }}
    >
      <p>
        <Link href="/login" className="link">
          {t("forgot.back")}
        </Link>
      </p>
    </AccountForm>
  );
}
