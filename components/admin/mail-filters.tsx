import { useTranslations } from "next-intl";
import { FilterForm } from "@/components/admin/filter-form";
import { mailStates } from "@/lib/core/mail-state";
import type { MailFilter } from "@/lib/notifications/contract";

/** Narrows the list of mails. */
export function MailFilters({ filter }: { filter: MailFilter }) {
  const t = useTranslations("mails");
  return (
    <FilterForm
      search={{ label: t("search"), value: filter.text }}
      choices={[{ name: "state", label: t("state"), value: filter.state, options: mailStates.map((value) => ({ value, label: t(`states.${value}`) })) }]}
      words={{ any: t("any"), apply: t("apply") }}
      kept={{ sort: filter.sort }}
    />
  );
}
