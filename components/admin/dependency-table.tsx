import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import type { DependencyReport, DependencyState } from "@/lib/diagnostics/contract";

const tones = { ok: "accent", late: "attention", down: "danger", off: "neutral" } as const;

/** How a dependency is, in words. */
export function DependencyBadge({ state }: { state: DependencyState }) {
  return <Badge tone={tones[state]}>{useTranslations("system")(`states.${state}`)}</Badge>;
}

/** Every dependency with its latency and version. Rendered on the server. */
export function DependencyTable({ dependencies }: { dependencies: DependencyReport[] }) {
  const t = useTranslations("system");
  return (
    <Table
      caption={t("dependencies")}
      rows={dependencies}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          title: t("dependency"),
          heading: true,
          cell: ({ name, note, count }) => (
            <span className="grid gap-0.5">
              {t(`names.${name}`)}
              {note && <span className="text-sm font-normal text-muted">{t(`notes.${note}`, { count })}</span>}
            </span>
          ),
        },
        { key: "state", title: t("state"), cell: ({ state }) => <DependencyBadge state={state} /> },
        { key: "version", title: t("version"), cell: ({ version }) => <span className="tabular break-all">{version ?? "–"}</span> },
        { key: "latency", title: t("latency"), numeric: true, cell: ({ latencyMs }) => `${latencyMs} ms` },
      ]}
    />
  );
}
