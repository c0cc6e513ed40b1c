"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";
import type { AnyRecording } from "@/lib/recordings/contract";

type Act = (input: { id: string }) => Promise<Result>;
type Actions = Record<"finish" | "mail" | "retry" | "purge", Act>;

/** The end of one that runs, its mail once more, another try at what failed, and the deletion of a recording; there is no way back from that, so it is asked first. */
export function HandleRecording({ recording: { id, room, can }, actions }: { recording: Pick<AnyRecording, "id" | "can"> & { room: string }; actions: Actions }) {
  const t = useTranslations("recordings");
  const common = useTranslations("common");
  const { isPending, problem, run } = useAct((error) => t(error === null ? "lost" : error.code === "conflict" ? "admin.conflict" : "refused"));
  const [isAsked, setAsked] = useState(false);
  const purge = () => {
    setAsked(false);
    run(() => actions.purge({ id }), t("admin.purged"));
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap justify-end gap-2">
        {can.finish && (
          <Button disabled={isPending} onClick={() => run(() => actions.finish({ id }), t("admin.finished"))}>
            {t("admin.finish")}
          </Button>
        )}
        {can.mail && (
          <Button disabled={isPending} onClick={() => run(() => actions.mail({ id }), t("admin.mailed"))}>
            {t("admin.mail")}
          </Button>
        )}
        {can.retry && (
          <Button disabled={isPending} onClick={() => run(() => actions.retry({ id }), t("admin.retried"))}>
            {t("admin.retry")}
          </Button>
        )}
        {can.purge && (
          <Button disabled={isPending} onClick={() => setAsked(true)}>
            {t("admin.purge")}
          </Button>
        )}
      </div>
      <FormError>{problem}</FormError>
      <Dialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t("admin.purgeQuestion", { room })}
        text={t("admin.purgeText")}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>{common("cancel")}</Button>
            <Button look="danger" onClick={purge}>
              {t("admin.purge")}
            </Button>
          </>
        }
      />
    </div>
  );
}
