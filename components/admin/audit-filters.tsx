import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { AuditFilter } from "@/lib/audit/contract";

/** Narrows the log; the address keeps what was asked, without a script too. */
export function AuditFilters({ filter }: { filter: AuditFilter }) {
  const t = useTranslations("audit");
  return (
    <form role="search" className="grid items-start gap-4 sm:grid-cols-3 lg:grid-cols-5">
      <Field name="actor" label={t("actor")} hint={t("actorHint")}>
        {(ids) => <Input {...ids} name="actor" inputMode="numeric" pattern="[1-9][0-9]*" maxLength={15} defaultValue={filter.actor} />}
      </Field>
      <Field name="action" label={t("action")} hint={t("actionHint")}>
        {(ids) => <Input {...ids} name="action" maxLength={60} defaultValue={filter.action} />}
      </Field>
      <Field name="target" label={t("target")} hint={t("targetHint")}>
        {(ids) => <Input {...ids} name="target" maxLength={80} defaultValue={filter.target} />}
      </Field>
      <Field name="from" label={t("from")}>
        {(ids) => <Input {...ids} type="date" name="from" defaultValue={filter.from} />}
      </Field>
      <Field name="to" label={t("to")}>
        {(ids) => <Input {...ids} type="date" name="to" defaultValue={filter.to} />}
      </Field>
      <div>
        <Button type="submit">{t("apply")}</Button>
      </div>
    </form>
  );
}
