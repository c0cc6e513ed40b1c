import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Attention } from "@/components/admin/overview/attention";
import { HealthGlance } from "@/components/admin/overview/health-glance";
import { LiveNow } from "@/components/admin/overview/live-now";
import { SecurityList } from "@/components/admin/overview/security-list";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { isAdmin } from "@/lib/authz/actor";
import { getOverview } from "@/lib/diagnostics/overview";
import { load, requireModerator } from "@/lib/http/page";

const address = "/admin";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** What needs attention, what is live now, and how the installation is. */
export default async function AdminPage() {
  const actor = await requireModerator(address);
  const [t, overview] = await Promise.all([getTranslations("admin"), load(address, () => getOverview(actor))]);
  return (
    <Page>
      <PageHeader title={t("title")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Attention overview={overview} linksSystem={isAdmin(actor)} />
          <LiveNow overview={overview} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <HealthGlance dependencies={overview.dependencies} linksSystem={isAdmin(actor)} />
          {overview.security && <SecurityList events={overview.security} />}
        </div>
      </div>
      <AutoRefresh seconds={15} />
    </Page>
  );
}
