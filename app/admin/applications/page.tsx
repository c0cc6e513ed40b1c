import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApplicationTable } from "@/components/admin/application-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listApplications } from "@/lib/applications/queries";
import { canManageApplications } from "@/lib/applications/policy";
import { load, requireStaff } from "@/lib/http/page";

const address = "/admin/applications";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("applications"))("title") };
}

/** The registered programs; for administrators. */
export default async function ApplicationsPage() {
  const actor = await requireStaff(address, canManageApplications);
  const [t, applications] = await Promise.all([getTranslations("applications"), load(address, () => listApplications(actor))]);
  return (
    <Page>
      <PageHeader
        title={t("title")}
        text={t("about")}
        action={
          <ButtonLink look="primary" href={`${address}/new`}>
            {t("new")}
          </ButtonLink>
        }
      />
      {applications.length > 0 ? <ApplicationTable applications={applications} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
    </Page>
  );
}
