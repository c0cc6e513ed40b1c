import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { acceptInvitationAction } from "@/app/(account)/actions";
import { AccountForm } from "@/components/account/account-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("invitation.title"), robots: "noindex" };
}

/** Reading it changes nothing; the link is used up when name and password are accepted. */
export default async function InvitationPage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("account")]);
  return (
    <AccountForm
      action={acceptInvitationAction}
      title={t("invitation.title")}
      text={t("invitation.text")}
      fields={[
        { name: "name", label: t("name"), type: "text", autoComplete: "name" },
        { name: "new_password", label: t("newPassword"), type: "password", autoComplete: "new-password", hint: t("passwordHint") },
        { name: "confirm_password", label: t("repeatPassword"), type: "password", autoComplete: "new-password" },
      ]}
      hidden={{ uid, token }}
      submit={t("invitation.submit")}
      passwordWords={{ show: t("show"), hide: t("hide") }}
    />
  );
}
