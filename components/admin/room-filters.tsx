import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { accessLevels, roomStates, type AccessLevel, type RoomState } from "@/lib/rooms/contract";

/** Narrows the list of all rooms. A form of its own page: the address keeps what was asked, without a script too. */
export function RoomFilters({ filter }: { filter: { text?: string; state?: RoomState; access?: AccessLevel } }) {
  const t = useTranslations("roomsAdmin");
  return (
    <form role="search" className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]">
      <Field name="text" label={t("search")}>
        {(ids) => <Input {...ids} type="search" name="text" maxLength={200} defaultValue={filter.text} />}
      </Field>
      <Field name="state" label={t("state")}>
        {(ids) => (
          <Select {...ids} name="state" defaultValue={filter.state ?? ""}>
            <option value="">{t("any")}</option>
            {roomStates.map((state) => (
              <option key={state} value={state}>
                {t(`states.${state}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field name="access" label={t("access")}>
        {(ids) => (
          <Select {...ids} name="access" defaultValue={filter.access ?? ""}>
            <option value="">{t("any")}</option>
            {accessLevels.map((level) => (
              <option key={level} value={level}>
                {t(`levels.${level}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}
