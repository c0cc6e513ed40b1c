import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { keepAccountAction } from "@/app/(account)/link-actions";
import { AccountForm } from "@/components/account/account-form";
import { ButtonLink } from "@/components/ui/button-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("keepAccount.title"), robots: "noindex" };
}

/** Reading it changes nothing: mail scanners follow links. The button does. */
export default async function KeepAccountPage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("profile")]);
  return (
    <AccountForm
      action={keepAccountAction}
      title={t("keepAccount.title")}
      text={t("keepAccount.text")}
      fields={[]}
      hidden={{ uid, token }}
      submit={t("keepAccount.submit")}
      done={{ title: t("keepAccount.doneTitle"), text: t("keepAccount.doneText"), extra: <ButtonLink href="/login">{t("keepAccount.next")}</ButtonLink> }}
    />
  );
}
