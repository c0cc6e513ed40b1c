import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditFilters } from "@/components/admin/audit-filters";
import { AuditTable } from "@/components/admin/audit-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { buttonClass } from "@/components/ui/button";
import { auditFilterSchema } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/queries";
import { canReadAudit } from "@/lib/audit/policy";
import { load, requireStaff } from "@/lib/http/page";

const address = "/admin/audit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AdminAuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await requireStaff(address, canReadAudit);
  const { before: after, ...fields } = await searchParams;
  const parsed = auditFilterSchema.safeParse(fields);
  const filter = parsed.success ? parsed.data : {};
  const before = typeof after === "string" && /^[1-9]\d{0,14}$/.test(after) ? { before: Number(after) } : {};
  const [t, { items, next }] = await Promise.all([getTranslations("audit"), load(address, () => listAudit(actor, { ...filter, ...before }))]);
  const query = (more: Record<string, string>) => new URLSearchParams(Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => Boolean(entry[1]))).toString();
  return (
    <Page>
      <PageHeader
        title={t("title")}
        text={t("about")}
        action={
          <a href={`/api/audit/export/?${query({})}`} download className={buttonClass()}>
            {t("export")}
          </a>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AuditFilters filter={filter} />
        {!parsed.success && (
          <p role="status" className="text-ui text-muted">
            {t("badFilter")}
          </p>
        )}
        {items.length > 0 ? <AuditTable entries={items} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={`${address}?${query({ before: String(next) })}`}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
