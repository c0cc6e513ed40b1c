"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { useAct } from "@/components/ui/use-act";
import { userRoles, type PersonDetail, type UserRole } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";

type Act = (input: { id: number }) => Promise<Result>;
type Actions = { changeRole: (input: { id: number; role: UserRole }) => Promise<Result>; deactivate: Act; reactivate: Act; endSessions: Act; mailLink: Act; revokeInvitation: Act; removeFactors: Act };
type Question = "deactivate" | "endSessions" | "removeFactors" | "revokeInvitation";

/** What an administrator does to somebody else's account. A role is undone from its notice; what ends sessions is asked first. */
export function ManagePerson({ person, actions }: { person: PersonDetail; actions: Actions }) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const router = useRouter();
  const [question, setQuestion] = useState<Question | null>(null);
  const { id, name, role, can } = person;

  const { isPending, problem, run } = useAct((error) => (error?.code === "forbidden" || error?.code === "conflict" || error?.code === "unauthenticated" ? t(`refusals.${error.code}`) : t("refusals.other")));
  const setRole = (to: UserRole) =>
    run(() => actions.changeRole({ id, role: to }), () =>
      notify({ text: t("roleChanged", { name, role: t(`roles.${to}`) }), action: { text: common("undo"), run: () => run(() => actions.changeRole({ id, role }), () => {}) } }),
    );
  const confirm = (which: Question) => {
    setQuestion(null);
    run(() => actions[which]({ id }), () => {
      notify({ text: t(`${which}.done`, { name }) });
      // There is nobody left on this page.
      if (which === "revokeInvitation") router.replace("/admin/users");
    });
  };

  return (
    <Card aria-labelledby="manage" className="grid gap-4">
      <h2 id="manage" className="text-lg">
        {t("manage")}
      </h2>
      <FormError>{problem}</FormError>
      {can.changeRole && (
        <Field name="new-role" label={t("role")} hint={t("roleHint")} className="max-w-card">
          {(ids) => (
            <Select {...ids} value={role} disabled={isPending} onChange={(event) => setRole(event.target.value as UserRole)}>
              {userRoles.map((each) => (
                <option key={each} value={each}>
                  {t(`roles.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        {can.mailLink && (
          <Button disabled={isPending} onClick={() => run(() => actions.mailLink({ id }), t("mailLink.done", { name }))}>
            {t(person.state === "invited" ? "invite.again" : "mailLink.action")}
          </Button>
        )}
        {can.revokeInvitation && (
          <Button look="danger" disabled={isPending} onClick={() => setQuestion("revokeInvitation")}>
            {t("revokeInvitation.action")}
          </Button>
        )}
        {can.endSessions && person.sessions !== null && person.sessions.length > 0 && (
          <Button disabled={isPending} onClick={() => setQuestion("endSessions")}>
            {t("endSessions.action")}
          </Button>
        )}
        {can.removeFactors && (
          <Button disabled={isPending} onClick={() => setQuestion("removeFactors")}>
            {t("removeFactors.action")}
          </Button>
        )}
        {can.deactivate && (
          <Button look="danger" disabled={isPending} onClick={() => setQuestion("deactivate")}>
            {t("deactivate.action")}
          </Button>
        )}
        {can.reactivate && (
          <Button disabled={isPending} onClick={() => run(() => actions.reactivate({ id }), t("reactivate.done", { name }))}>
            {t("reactivate.action")}
          </Button>
        )}
      </div>
      <Dialog
        open={question !== null}
        onClose={() => setQuestion(null)}
        title={question ? t(`${question}.question`, { name }) : ""}
        text={question ? t(`${question}.text`) : undefined}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setQuestion(null)}>{common("cancel")}</Button>
            <Button look="danger" onClick={() => question && confirm(question)}>
              {question ? t(`${question}.action`) : ""}
            </Button>
          </>
        }
      />
    </Card>
  );
}
