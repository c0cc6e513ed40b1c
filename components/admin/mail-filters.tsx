import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { mailStates } from "@/lib/core/mail-state";
import type { MailFilter } from "@/lib/notifications/contract";

/** Narrows the list of mails; the address keeps what was asked, without a script too. */
export function MailFilters({ filter }: { filter: MailFilter }) {
  const t = useTranslations("mails");
  return (
    <form role="search" className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
      <Field name="text" label={t("search")}>
        {(ids) => <Input {...ids} type="search" name="text" maxLength={200} defaultValue={filter.text} />}
      </Field>
      <Field name="state" label={t("state")}>
        {(ids) => (
          <Select {...ids} name="state" defaultValue={filter.state ?? ""}>
            <option value="">{t("any")}</option>
            {mailStates.map((state) => (
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
