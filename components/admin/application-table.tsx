import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import type { ApplicationItem } from "@/lib/applications/contract";

/** The registered programs. Rendered on the server. */
export function ApplicationTable({ applications }: { applications: ApplicationItem[] }) {
  const t = useTranslations("applications");
  const format = useFormatter();
  const now = useNow();
  return (
    <Table
      caption={t("title")}
      rows={applications}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          title: t("name"),
          heading: true,
          cell: ({ id, name }) => (
            <Link href={`/admin/applications/${id}`} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
              <bdi>{name}</bdi>
            </Link>
          ),
        },
        { key: "state", title: t("state"), cell: ({ isActive }) => <Badge tone={isActive ? "accent" : "neutral"}>{t(isActive ? "on" : "off")}</Badge> },
        { key: "domains", title: t("domains"), cell: ({ allowedDomains }) => <span className="break-words">{format.list(allowedDomains)}</span> },
        { key: "scopes", title: t("scopes"), cell: ({ scopes }) => <span className="break-words">{scopes.join(", ")}</span> },
        {
          key: "used",
          title: t("lastUsed"),
          cell: ({ lastUsedAt }) => (lastUsedAt ? <time dateTime={lastUsedAt.toISOString()}>{format.relativeTime(lastUsedAt, now)}</time> : t("never")),
        },
      ]}
    />
  );
}
