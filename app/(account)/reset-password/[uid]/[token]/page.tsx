import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { resetPasswordAction } from "@/app/(account)/actions";
import { AccountForm } from "@/components/account/account-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("resetPassword.title"), robots: "noindex" };
}

/** Reading it changes nothing; the link is used up when the new password is accepted. */
export default async function ResetPasswordPage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("account")]);
  return (
    <AccountForm
      action={resetPasswordAction}
      title={t("resetPassword.title")}
      text={t("resetPassword.text")}
      fields={[
        { name: "new_password", label: t("newPassword"), type: "password", autoComplete: "new-password", hint: t("passwordHint") },
        { name: "confirm_password", label: t("repeatPassword"), type: "password", autoComplete: "new-password" },
      ]}
      hidden={{ uid, token }}
      submit={t("resetPassword.submit")}
      passwordWords={{ show: t("show"), hide: t("hide") }}
    >
      <p>
        <Link href="/forgot" className="link">
          {t("resetPassword.again")}
        </Link>
      </p>
    </AccountForm>
  );
}
