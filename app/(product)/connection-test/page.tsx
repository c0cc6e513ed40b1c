import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectionTest } from "@/components/connection/connection-test";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("call.connectionTest"))("title") };
}

/** For everyone, also without an account: guests have connections too. */
export default async function ConnectionTestPage() {
  const t = await getTranslations("call.connectionTest");
  return (
    <Page>
      <PageHeader title={t("title")} text={t("text")} />
      <ClientMessages namespaces={["call"]}>
        <ConnectionTest />
      </ClientMessages>
    </Page>
  );
}
