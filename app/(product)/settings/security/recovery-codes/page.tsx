import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { renewRecoveryCodesAction } from "@/app/(product)/settings/security/actions";
import { RenewCodesForm } from "@/components/account/security/renew-codes-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getSecurity } from "@/lib/accounts/security-queries";
import { requireProven } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.codes"))("renewTitle") };
}

export default async function RecoveryCodesPage() {
  const actor = await requireProven("/settings/security/recovery-codes");
  const [t, security] = await Promise.all([getTranslations("security.codes"), getSecurity(actor)]);
  if (!security.authenticatorSince) redirect("/settings/security");
  return (
    <Page>
      <PageHeader title={t("renewTitle")} />
      <Card>
        <ClientMessages namespaces={["security"]}>
          <RenewCodesForm action={renewRecoveryCodesAction} />
        </ClientMessages>
      </Card>
    </Page>
  );
}
