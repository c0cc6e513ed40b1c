import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { activateAction } from "@/app/(account)/actions";
import { AccountForm } from "@/components/account/account-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("activate.title"), robots: "noindex" };
}

/** Reading it changes nothing: mail scanners follow links. The button does. */
export default async function ActivatePage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("account")]);
  return (
    <AccountForm action={activateAction} title={t("activate.title")} text={t("activate.text")} fields={[]} hidden={{ uid, token }} submit={t("activate.submit")}>
      <p>{t("activate.hint")}</p>
    </AccountForm>
  );
}
