import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { undoAddressAction } from "@/app/(account)/link-actions";
import { AccountForm } from "@/components/account/account-form";
import { ButtonLink } from "@/components/ui/button-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("undoAddress.title"), robots: "noindex" };
}

/** Reading it changes nothing: mail scanners follow links. The button does. */
export default async function UndoAddressPage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("profile")]);
  return (
    <AccountForm
      action={undoAddressAction}
      title={t("undoAddress.title")}
      text={t("undoAddress.text")}
      fields={[]}
      hidden={{ uid, token }}
      submit={t("undoAddress.submit")}
      done={{ title: t("undoAddress.doneTitle"), text: t("undoAddress.doneText"), extra: <ButtonLink href="/forgot">{t("undoAddress.next")}</ButtonLink> }}
    />
  );
}
