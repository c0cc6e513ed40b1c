"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { useAct } from "@/components/ui/use-act";
import type { DeletionOrder, DeletionState } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";

type Actions = { order: (input: DeletionOrder & { id: number }) => Promise<Result>; stop: (input: { id: number }) => Promise<Result> };

/** Has somebody's account deleted, with a reason, or stops that while it has not begun. */
export function PersonDeletion({ person, deletion, actions }: { person: { id: number; name: string }; deletion: DeletionState | null; actions: Actions }) {
  const t = useTranslations("profile.deletion");
  const common = useTranslations("common");
  const format = useFormatter();
  const { isPending, problem, run } = useAct((error) => t(error?.code === "conflict" ? "conflict" : "failed"));
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [keepSharedVideos, setKeep] = useState(true);

  const order = () => {
    setAsking(false);
    run(() => actions.order({ id: person.id, reason: reason.trim(), keepSharedVideos }), t("ordered", { name: person.name }));
  };

  return (
    <Card aria-labelledby="deletion" className="grid justify-items-start gap-4">
      <h2 id="deletion" className="text-lg">
        {t("title")}
      </h2>
      <FormError>{problem}</FormError>
      {deletion ? (
        <>
          <p className="max-w-text text-ui">
            {t(deletion.isOwnWish ? "byPerson" : "byAdmin", { due: format.dateTime(deletion.dueAt, { dateStyle: "long", timeStyle: "short" }) })} {deletion.reason !== null && t("reasonIs", { reason: deletion.reason })}
          </p>
          {deletion.canStop && (
            <Button disabled={isPending} onClick={() => run(() => actions.stop({ id: person.id }), t("stopped", { name: person.name }))}>
              {t("stop")}
            </Button>
          )}
        </>
      ) : (
        <>
          <p className="max-w-text text-ui text-muted">{t("text")}</p>
          <Button look="danger" disabled={isPending} onClick={() => setAsking(true)}>
            {t("open")}
          </Button>
        </>
      )}
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t("question", { name: person.name })}
        text={t("questionText")}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{common("cancel")}</Button>
            <Button look="danger" disabled={reason.trim().length < 3} onClick={order}>
              {t("open")}
            </Button>
          </>
        }
      >
        <Field name="reason" label={t("reason")} hint={t("reasonHint")}>
          {(ids) => <Textarea {...ids} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        <Checkbox label={t("keepShared")} checked={keepSharedVideos} onChange={(event) => setKeep(event.target.checked)} />
      </Dialog>
    </Card>
  );
}
