"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";
import type { MailDetail } from "@/lib/notifications/contract";

type Act = (input: { id: number }) => Promise<Result>;

/** Sends a mail that failed again, or ends the tries at it; the end erases its link, so it is asked first. */
export function ManageMail({ mail, actions }: { mail: Pick<MailDetail, "id" | "can">; actions: { retry: Act; giveUp: Act } }) {
  const t = useTranslations("mails");
  const common = useTranslations("common");
  const { isPending, problem, run } = useAct((error) => t(error?.code === "conflict" ? "refusals.conflict" : "refusals.other"));
  const [isAsked, setAsked] = useState(false);
  const input = { id: mail.id };
  const giveUp = () => {
    setAsked(false);
    run(() => actions.giveUp(input), t("giveUp.done"));
  };
  return (
    <div className="grid gap-4">
      <FormError>{problem}</FormError>
      <div className="flex flex-wrap gap-2">
        {mail.can.retry && (
          <Button look="primary" disabled={isPending} onClick={() => run(() => actions.retry(input), t("retry.done"))}>
            {t("retry.action")}
          </Button>
        )}
        {mail.can.giveUp && (
          <Button disabled={isPending} onClick={() => setAsked(true)}>
            {t("giveUp.action")}
          </Button>
        )}
      </div>
      <Dialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t("giveUp.question")}
        text={t("giveUp.text")}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>{common("cancel")}</Button>
            <Button look="danger" onClick={giveUp}>
              {t("giveUp.action")}
            </Button>
          </>
        }
      />
    </div>
  );
}
