"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";

/** After the mail server was away: everything that failed goes out with one press. */
export function RetryMails({ failed, action }: { failed: number; action: () => Promise<Result<{ count: number }>> }) {
  const t = useTranslations("mails");
  const { isPending, problem, run } = useAct(() => t("refusals.other"));
  const retry = () => run(action, ({ count }) => notify({ text: t("retryAll.done", { count }) }));
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <div className="grid gap-1">
        <p className="text-ui">{t("retryAll.text", { count: failed })}</p>
        <FormError>{problem}</FormError>
      </div>
      <Button disabled={isPending} onClick={retry}>
        {t("retryAll.action")}
      </Button>
    </Card>
  );
}
