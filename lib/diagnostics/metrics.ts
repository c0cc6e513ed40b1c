import { sql as raw } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callVisit } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import { readJobFigures } from "@/lib/jobs/queries";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";

type Figures = { rooms: number; calls: number; participants: number };

/** How many rooms there are, and how many calls run with how many people in them. */
export async function readRoomFigures(): Promise<Figures> {
  const [row] = await db().execute<Figures>(raw`
    select (select count(*)::int from ${room} where ${room.deletedAt} is null) as rooms,
      (select count(*)::int from ${call} where ${call.endedAt} is null) as calls,
      (select count(distinct (${callVisit.callId}, ${callVisit.identity}))::int from ${callVisit} join ${call} on ${call.id} = ${callVisit.callId}
        where ${callVisit.leftAt} is null and ${call.endedAt} is null) as participants`);
  return row!;
}

async function refresh(): Promise<void> {
  const { rooms, calls, participants, queueAge, pendingEvents, runs } = metrics();
  const [counted, jobs] = await Promise.all([readRoomFigures(), readJobFigures()]);
  rooms.set(counted.rooms);
  calls.set(counted.calls);
  participants.set(counted.participants);
  queueAge.set(jobs.queueAgeSeconds);
  pendingEvents.set(jobs.pendingEvents);
  runs.set({ state: "queued" }, jobs.queued);
  runs.set({ state: "running" }, jobs.running);
  runs.set({ state: "failed" }, jobs.failedLastDay);
}

/** All figures as Prometheus reads them. Without Postgres those of this process, and `atrium_database_up 0`. */
export async function renderMetrics(): Promise<{ contentType: string; text: string }> {
  const { registry, databaseUp } = metrics();
  try {
    await refresh();
    databaseUp.set(1);
  } catch (error) {
    log.warn({ err: error }, "figures of the database are missing in the metrics");
    databaseUp.set(0);
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}
