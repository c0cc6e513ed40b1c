import { useLocale, useTranslations } from "next-intl";
import { FilterForm } from "@/components/admin/filter-form";
import { functionName } from "@/components/admin/run-status";
import { runStatuses, type RunStatus } from "@/lib/jobs/contract";

/** Narrows the list of runs. */
export function RunFilters({ filter, functions }: { filter: { status?: RunStatus; function?: string }; functions: string[] }) {
  const t = useTranslations("jobs");
  const locale = useLocale();
  return (
    <FilterForm
      choices={[
        { name: "function", label: t("function"), value: filter.function, options: functions.map((value) => ({ value, label: functionName(t, value) })).sort((a, b) => a.label.localeCompare(b.label, locale)) },
        { name: "status", label: t("state"), value: filter.status, options: runStatuses.map((value) => ({ value, label: t(`statuses.${value}`) })) },
      ]}
      words={{ any: t("any"), apply: t("apply") }}
    />
  );
}
