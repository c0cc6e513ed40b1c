"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useActionState, useEffect } from "react";
import type { FormAction } from "@/components/account/form-state";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/choice";
import { FormError } from "@/components/ui/form-error";
import { Progress } from "@/components/ui/progress";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatBytes } from "@/lib/core/format";
import type { ExportView } from "@/lib/accounts/contract";

/** Often enough to see it move, seldom enough for a page that is left open. */
const refreshMs = 3000;

/** A copy of all one's data: asked for, under way, or ready to be fetched. */
export function ExportCard({ newest, hasOriginals, action, locale }: { newest: ExportView | null; hasOriginals: boolean; action: FormAction; locale: string }) {
  const t = useTranslations("profile.export");
  const format = useFormatter();
  const router = useRouter();
  const [state, send] = useActionState(action, null);
  const isMaking = newest?.state === "pending" || newest?.state === "running";
  useEffect(() => {
    if (!isMaking) return;
    const timer = setInterval(() => router.refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [isMaking, router]);
  return (
    <Card aria-labelledby="export" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="export" className="text-lg">
          {t("title")}
        </h2>
        <p className="max-w-text text-ui text-muted">{t("text")}</p>
      </div>
      {newest?.state === "ready" && newest.expiresAt && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {/* A plain link: the browser saves the file. */}
          <ButtonLink href={`/api/exports/${newest.id}/`} prefetch={false} download look="primary">
            {t("fetch", { size: formatBytes(newest.sizeBytes ?? 0, locale) })}
          </ButtonLink>
          <p className="text-sm text-muted">{t("until", { until: format.dateTime(newest.expiresAt, { dateStyle: "medium", timeStyle: "short" }) })}</p>
        </div>
      )}
      {isMaking ? (
        <Progress label={t("making")} value={newest.progress / 100} note={`${newest.progress} %`} className="max-w-card" />
      ) : (
        <form action={send} className="grid justify-items-start gap-3">
          <FormError>{state?.error ?? (newest?.state === "failed" ? t("failed") : undefined)}</FormError>
          {hasOriginals && <Checkbox name="originals" label={t("originals")} />}
          <SubmitButton look="quiet">{t("make")}</SubmitButton>
        </form>
      )}
    </Card>
  );
}
