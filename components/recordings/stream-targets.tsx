import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { StreamTargetDto } from "@/lib/recordings/contract";

const tones = { waiting: "attention", live: "live", failed: "danger", ended: "neutral" } as const;

/** Where a stream goes, and how each of them stands. */
export function StreamTargets({ targets }: { targets: readonly StreamTargetDto[] }) {
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
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}
