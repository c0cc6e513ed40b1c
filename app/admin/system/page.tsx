import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DependencyTable } from "@/components/admin/dependency-table";
import { FactList } from "@/components/admin/fact-list";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Table } from "@/components/ui/table";
import { formatBytes, formatDuration, formatElapsed } from "@/lib/core/format";
import type { SystemReport } from "@/lib/diagnostics/contract";
import { getSystemReport } from "@/lib/diagnostics/queries";
import { canSeeSystem } from "@/lib/diagnostics/policy";
import { load, requireStaff } from "@/lib/http/page";

const address = "/admin/system";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("system"))("title") };
}

/** How the installation is; for administrators. */
export default async function AdminSystemPage() {
  const actor = await requireStaff(address, canSeeSystem);
  const [t, report] = await Promise.all([getTranslations("system"), load(address, () => getSystemReport(actor))]);
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} action={<Badge tone={report.isReady ? "accent" : "danger"}>{t(report.isReady ? "ready" : "notReady")}</Badge>} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Section id="dependencies" title={t("dependencies")}>
          <DependencyTable dependencies={report.dependencies} />
        </Section>
        <Figures report={report} />
        <Section id="settings" title={t("settings")} text={t("settingsText")}>
          <Table
            caption={t("settings")}
            rows={report.settings}
            rowKey={({ name }) => name}
            columns={[
              { key: "name", title: t("setting"), heading: true, cell: ({ name }) => <code className="font-mono text-sm font-normal break-all">{name}</code> },
              { key: "value", title: t("value"), cell: ({ value, isSet }) => (value === null ? <span className="text-muted">{t(isSet ? "set" : "unset")}</span> : <span className="break-all">{value}</span>) },
            ]}
          />
        </Section>
      </div>
      <AutoRefresh seconds={10} />
    </Page>
  );
}

async function Figures({ report: { jobs, rooms, disk, versions, process } }: { report: SystemReport }) {
  const [t, format, locale] = await Promise.all([getTranslations("system"), getFormatter(), getLocale()]);
  const facts = (values: Record<string, ReactNode>) => Object.entries(values).map(([key, value]) => ({ key, name: t(`facts.${key}` as "facts.queued"), value }));
  return (
    <>
      <Section id="work" title={t("work")}>
        <FactList
          facts={facts({
            queued: format.number(jobs.queued + jobs.running),
            queueAge: formatElapsed(Math.max(jobs.queueAgeSeconds, jobs.eventAgeSeconds) * 1000, locale),
            failedLastDay: format.number(jobs.failedLastDay),
            rooms: format.number(rooms.rooms),
            calls: format.number(rooms.calls),
            participants: format.number(rooms.participants),
          })}
        />
      </Section>
      <Section id="machine" title={t("machine")}>
        <FactList
          facts={facts({
            disk: t("diskOf", { free: formatBytes(disk.freeBytes, locale), total: formatBytes(disk.totalBytes, locale) }),
            app: versions.app,
            node: versions.node,
            uptime: formatDuration(process.uptimeSeconds),
            memory: formatBytes(process.memoryBytes, locale),
            streams: format.number(process.realtimeConnections),
          })}
        />
      </Section>
    </>
  );
}

function Section({ id, title, text, children }: { id: string; title: string; text?: string; children: ReactNode }) {
  return (
    <Card aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {text && <p className="max-w-text text-ui text-muted">{text}</p>}
      </div>
      {children}
    </Card>
  );
}
