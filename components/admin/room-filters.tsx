import { useTranslations } from "next-intl";
import { FilterForm } from "@/components/admin/filter-form";
import { accessLevels } from "@/lib/rooms/constants";
import { roomStates, type AccessLevel, type RoomState } from "@/lib/rooms/contract";

/** Narrows the list of all rooms. */
export function RoomFilters({ filter }: { filter: { text?: string; state?: RoomState; access?: AccessLevel; sort?: string } }) {
  const t = useTranslations("roomsAdmin");
  return (
    <FilterForm
      search={{ label: t("search"), value: filter.text }}
      choices={[
        { name: "state", label: t("state"), value: filter.state, options: roomStates.map((value) => ({ value, label: t(`states.${value}`) })) },
        { name: "access", label: t("access"), value: filter.access, options: accessLevels.map((value) => ({ value, label: t(`levels.${value}`) })) },
      ]}
      words={{ any: t("any"), apply: t("apply") }}
      kept={{ sort: filter.sort }}
    />
  );
}
