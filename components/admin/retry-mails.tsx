"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";

/** After the mail server was away: everything that failed goes out with one press. */
export function RetryMails({ failed, action }: { failed: number; action: () => Promise<Result<{ count: number }>> }) {
  const t = useTranslations("mails");
  const [isPending, start] = useTransition();
  const [hasProblem, setProblem] = useState(false);
  const retry = () =>
    start(async () => {
      const result = await action().catch(() => null);
      setProblem(!result?.ok);
      if (result?.ok) notify({ text: t("retryAll.done", { count: result.data.count }) });
    });
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <div className="grid gap-1">
        <p className="text-ui">{t("retryAll.text", { count: failed })}</p>
        <FormError>{hasProblem ? t("refusals.other") : null}</FormError>
      </div>
      <Button disabled={isPending} onClick={retry}>
        {t("retryAll.action")}
      </Button>
    </Card>
  );
}
