import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeAddressAction } from "@/app/(product)/settings/address/actions";
import { AccountForm } from "@/components/account/account-form";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { requireProven } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("address.change") };
}

/** Only for somebody who has just proved who they are: whoever has the address has the account. */
export default async function AddressPage() {
  const actor = await requireProven("/settings/address");
  const [t, account, common] = await Promise.all([getTranslations("profile"), getTranslations("account"), getTranslations("common")]);
  return (
    <Page>
      <Card className="max-w-text">
        <AccountForm
          action={changeAddressAction}
          title={t("address.change")}
          text={t("address.text", { email: actor.email })}
          fields={[{ name: "email", label: t("address.new"), type: "email", autoComplete: "email" }]}
          submit={t("address.submit")}
          done={{ title: account("register.doneTitle"), text: t.raw("address.doneText") as string, extra: <ButtonLink href="/settings">{common("back")}</ButtonLink> }}
        >
          <p>{t("address.hint")}</p>
        </AccountForm>
      </Card>
    </Page>
  );
}
