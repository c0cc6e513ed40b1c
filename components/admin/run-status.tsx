import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RunStatus } from "@/lib/jobs/contract";

const tones = { queued: "neutral", running: "accent", completed: "neutral", failed: "danger", cancelled: "attention" } as const;

/** Where a run stands, in words. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  return <Badge tone={tones[status]}>{useTranslations("jobs")(`statuses.${status}`)}</Badge>;
}

type Words = ReturnType<typeof useTranslations<"jobs">>;

/** The function of a run without the application's name before it: what the log calls it. */
export function shortFunctionId(id: string): string {
  return id.replace(/^atrium-/, "");
}

/** What the function of a run does, in plain words; one that is no longer part of the product has its id only. */
export function functionName(t: Words, id: string): string {
  const key = `names.${shortFunctionId(id)}` as Parameters<Words["has"]>[0];
  return t.has(key) ? t(key as "title") : shortFunctionId(id);
}
