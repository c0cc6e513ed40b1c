import { useTranslations } from "next-intl";
import { FilterForm } from "@/components/admin/filter-form";
import { reportReasons } from "@/lib/reports/constants";
import type { ReportFilter } from "@/lib/reports/contract";

/** Narrows the list of reports; without a word on their state they are the open ones. */
export function ReportFilters({ filter }: { filter: ReportFilter }) {
  const t = useTranslations("reports");
  return (
    <FilterForm
      choices={[
        { name: "state", label: t("state"), value: filter.state ?? "open", options: (["open", "closed"] as const).map((value) => ({ value, label: t(`states.${value}`) })), isOneOf: true },
        { name: "reason", label: t("reason"), value: filter.reason, options: reportReasons.map((value) => ({ value, label: t(`reasons.${value}`) })) },
      ]}
      words={{ any: t("any"), apply: t("apply") }}
    />
  );
}
