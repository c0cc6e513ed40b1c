"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";
import type { RunAbilities } from "@/lib/jobs/contract";

type Act = (input: { id: string }) => Promise<Result>;

/** Retry and cancel of one run. The engine takes the request up by itself: the page shows the new state as soon as it is there. */
export function SteerRun({ id, name, can, retry, cancel }: { id: string; name: string; can: RunAbilities; retry: Act; cancel: Act }) {
  const t = useTranslations("jobs");
  const common = useTranslations("common");
  const router = useRouter();
  const { isPending, problem, run } = useAct((error) => t(error?.code === "conflict" ? "conflict" : "failed"));
  const [isAsking, setAsking] = useState(false);
  const ask = (act: Act, done: string) =>
    run(() => act({ id }), () => {
      notify({ text: done });
      router.refresh();
    });

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        {can.retry && (
          <Button look="primary" disabled={isPending} onClick={() => ask(retry, t("retryAsked"))}>
            {t("retry")}
          </Button>
        )}
        {can.cancel && (
          <Button look="danger" disabled={isPending} onClick={() => setAsking(true)}>
            {t("cancel")}
          </Button>
        )}
      </div>
      <FormError>{problem}</FormError>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t("cancelQuestion", { name })}
        text={t("cancelText")}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t("keep")}</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                ask(cancel, t("cancelAsked"));
              }}
            >
              {t("cancel")}
            </Button>
          </>
        }
      />
    </div>
  );
}
