import { sql } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { examineDependencies, within } from "@/lib/diagnostics/dependencies";
import type { SystemReport } from "@/lib/diagnostics/contract";
import { readRoomFigures } from "@/lib/diagnostics/metrics";
import { canSeeSystem } from "@/lib/diagnostics/policy";
import { readJobFigures } from "@/lib/jobs/queries";
import { describeEnv, env } from "@/lib/platform/env";
import { checkBus, hasOwnBus } from "@/lib/platform/listen";
import { livekit } from "@/lib/platform/livekit/api";
import { readRealtimeConnections } from "@/lib/platform/metrics";
import { readDiskSpace } from "@/lib/platform/storage/disk-space";
import packageJson from "@/package.json";

export type DependencyHealth = { ok: boolean; latencyMs: number };
export type Readiness = { ok: boolean; dependencies: { postgres: DependencyHealth; livekit: DependencyHealth; bus?: DependencyHealth } };

async function probe(check: () => Promise<unknown>): Promise<DependencyHealth> {
  const started = performance.now();
  // Not ok is the finding; its reason is in the log of the dependency itself.
  const ok = await within(check).then(() => true, () => false);
  return { ok, latencyMs: Math.round(performance.now() - started) };
}

/** Asks each dependency now. Only Postgres decides readiness: without LiveKit there are no calls, without a bus of its own news come seconds later; all else works. */
export async function getReadiness(): Promise<Readiness> {
  const [postgres, media, bus] = await Promise.all([probe(() => sql()`select 1`), probe(() => livekit().listRooms()), hasOwnBus() ? probe(checkBus) : undefined]);
  return { ok: postgres.ok, dependencies: { postgres, livekit: media, ...(bus && { bus }) } };
}

/** How the installation is, what it runs on and how it is set up, without a single secret. @throws AppError unauthenticated, forbidden */
export async function getSystemReport(actor: Actor): Promise<SystemReport> {
  authorize(canSeeSystem(actor));
  const [dependencies, disk, rooms, jobs] = await Promise.all([examineDependencies(), readDiskSpace(), readRoomFigures(), readJobFigures()]);
  return {
    isReady: dependencies.every(({ name, state }) => name !== "postgres" || state === "ok"),
    dependencies,
    versions: { app: packageJson.version, node: process.versions.node },
    disk,
    process: { uptimeSeconds: Math.floor(process.uptime()), memoryBytes: process.memoryUsage.rss(), realtimeConnections: readRealtimeConnections() },
    rooms,
    jobs,
    settings: describeEnv(env()),
  };
}
