import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmAddressAction } from "@/app/(account)/link-actions";
import { AccountForm } from "@/components/account/account-form";
import { ButtonLink } from "@/components/ui/button-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("confirmAddress.title"), robots: "noindex" };
}

/** Reading it changes nothing: mail scanners follow links. The button does. */
export default async function ConfirmAddressPage({ params }: { params: Promise<{ uid: string; token: string }> }) {
  const [{ uid, token }, t] = await Promise.all([params, getTranslations("profile")]);
  return (
    <AccountForm
      action={confirmAddressAction}
      title={t("confirmAddress.title")}
      text={t("confirmAddress.text")}
      fields={[]}
      hidden={{ uid, token }}
      submit={t("confirmAddress.submit")}
      done={{ title: t("confirmAddress.doneTitle"), text: t("confirmAddress.doneText"), extra: <ButtonLink href="/settings">{t("confirmAddress.next")}</ButtonLink> }}
    />
  );
}
