import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { personStates, userRoles, type PersonState, type UserRole } from "@/lib/accounts/contract";

/** Narrows the list of people. A form of its own page: the address keeps what was asked, without a script too. */
export function PeopleFilters({ filter, searchesAddresses }: { filter: { text?: string; role?: UserRole; state?: PersonState }; searchesAddresses: boolean }) {
  const t = useTranslations("users");
  return (
    <form role="search" className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]">
      <Field name="text" label={t(searchesAddresses ? "search" : "searchNames")}>
        {(ids) => <Input {...ids} type="search" name="text" maxLength={200} defaultValue={filter.text} />}
      </Field>
      <Field name="role" label={t("role")}>
        {(ids) => (
          <Select {...ids} name="role" defaultValue={filter.role ?? ""}>
            <option value="">{t("any")}</option>
            {userRoles.map((role) => (
              <option key={role} value={role}>
                {t(`roles.${role}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field name="state" label={t("state")}>
        {(ids) => (
          <Select {...ids} name="state" defaultValue={filter.state ?? ""}>
            <option value="">{t("any")}</option>
            {personStates.map((state) => (
              <option key={state} value={state}>
                {t(`states.${state}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}
