import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import type { RecorderReport } from "@/lib/platform/recorder/messages";
import type { RecorderFigures } from "@/lib/recordings/contract";
import { runningStatuses } from "@/lib/recordings/state";

type Progress = Extract<RecorderReport, { type: "progress" }>;

/** Makes the figures of one recorder from what it reports: the share of a core is that since its last report. */
export function figuresOf(now: () => number = () => performance.now()): (report: Progress) => RecorderFigures {
  let before = { atMs: now(), cpuSeconds: 0 };
  return ({ seconds, bytes, cpuSeconds, rssBytes }) => {
    const atMs = now();
    const cpuShare = Math.max(0, cpuSeconds - before.cpuSeconds) / Math.max(0.001, (atMs - before.atMs) / 1000);
    before = { atMs, cpuSeconds };
    return { seconds, bytes, cpuShare: Math.round(cpuShare * 100) / 100, rssBytes };
  };
}

/** Writes them for moderators, as often as they are reported; nobody is woken. */
export async function noteFigures(id: string, owner: string, figures: RecorderFigures): Promise<void> {
  await db().update(recording).set({ figures }).where(and(eq(recording.id, id), eq(recording.leaseOwner, owner), inArray(recording.status, [...runningStatuses])));
}
