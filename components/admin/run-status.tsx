import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RunStatus } from "@/lib/jobs/contract";

const tones = { queued: "neutral", running: "accent", completed: "neutral", failed: "danger", cancelled: "attention" } as const;

/** Where a run stands, in words. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  return <Badge tone={tones[status]}>{useTranslations("jobs")(`statuses.${status}`)}</Badge>;
}

/** The function of a run without the application's name before it. */
export function shortFunctionId(id: string): string {
  return id.replace(/^atrium-/, "");
}
