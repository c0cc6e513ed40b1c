import { useTranslations } from "next-intl";
import { FilterForm } from "@/components/admin/filter-form";
import { personStates, userRoles, type PersonState, type UserRole } from "@/lib/accounts/contract";

/** Narrows the list of people. */
export function PeopleFilters({ filter, searchesAddresses }: { filter: { text?: string; role?: UserRole; state?: PersonState; sort?: string }; searchesAddresses: boolean }) {
  const t = useTranslations("users");
  return (
    <FilterForm
      search={{ label: t(searchesAddresses ? "search" : "searchNames"), value: filter.text }}
      choices={[
        { name: "role", label: t("role"), value: filter.role, options: userRoles.map((value) => ({ value, label: t(`roles.${value}`) })) },
        { name: "state", label: t("state"), value: filter.state, options: personStates.map((value) => ({ value, label: t(`states.${value}`) })) },
      ]}
      words={{ any: t("any"), apply: t("apply") }}
      kept={{ sort: filter.sort }}
    />
  );
}
