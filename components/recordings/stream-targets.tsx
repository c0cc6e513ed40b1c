import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { StreamTargetDto } from "@/lib/recordings/contract";

const tones = { waiting: "attention", live: "live", reconnecting: "attention", failed: "danger", ended: "neutral" } as const;

/** Where a stream goes, and how each of them stands; `onRetry` where a failed one can be tried again, by its place. */
export function StreamTargets({ targets, isBusy = false, onRetry }: { targets: readonly StreamTargetDto[]; isBusy?: boolean; onRetry?: (position: number) => void }) {
  const t = useTranslations("streams");
  return (
    <ul aria-label={t("targets")} className="grid gap-2">
      {targets.map(({ kind, name, address, state, reason }, index) => (
        <li key={index} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <span className="grid min-w-0 text-ui">
            <bdi className="break-words">{kind === "page" ? t("page") : name || address}</bdi>
            {name && <bdi className="text-sm break-all text-muted">{address}</bdi>}
            {reason && <span className="text-sm text-danger">{t(`reasons.${reason}`)}</span>}
          </span>
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
            {onRetry && kind === "rtmp" && state === "failed" && (
              <Button loading={isBusy} aria-label={t("retryOf", { name: name || address })} onClick={() => onRetry(index)}>
                {t("retry")}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
