import { useTranslations } from "next-intl";
import { shortFunctionId } from "@/components/admin/run-status";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { runStatuses, type RunStatus } from "@/lib/jobs/contract";

/** Narrows the list of runs. A form of its own page: the address keeps what was asked, without a script too. */
export function RunFilters({ filter, functions }: { filter: { status?: RunStatus; function?: string }; functions: string[] }) {
  const t = useTranslations("jobs");
  return (
    <form role="search" className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
      <Field name="function" label={t("function")}>
        {(ids) => (
          <Select {...ids} name="function" defaultValue={filter.function ?? ""}>
            <option value="">{t("any")}</option>
            {functions.map((id) => (
              <option key={id} value={id}>
                {shortFunctionId(id)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field name="status" label={t("state")}>
        {(ids) => (
          <Select {...ids} name="status" defaultValue={filter.status ?? ""}>
            <option value="">{t("any")}</option>
            {runStatuses.map((status) => (
              <option key={status} value={status}>
                {t(`statuses.${status}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}
