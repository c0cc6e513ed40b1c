import { sql } from "@/db/client";
import { livekit } from "@/lib/platform/livekit/api";

export type DependencyHealth = { ok: boolean; latencyMs: number };
export type Readiness = { ok: boolean; dependencies: { postgres: DependencyHealth; livekit: DependencyHealth } };

async function probe(check: () => Promise<unknown>, timeoutMs: number): Promise<DependencyHealth> {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([check(), new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("timed out")), timeoutMs)))]);
    return { ok: true, latencyMs: Math.round(performance.now() - started) };
  } catch {
    // Not ok is the finding; its reason is in the log of the dependency itself.
    return { ok: false, latencyMs: Math.round(performance.now() - started) };
  } finally {
    clearTimeout(timer);
  }
}

/** Asks each dependency now. Only Postgres decides readiness: without LiveKit there are no calls, all else works. */
export async function getReadiness(): Promise<Readiness> {
  const [postgres, media] = await Promise.all([probe(() => sql()`select 1`, 2000), probe(() => livekit().listRooms(), 2000)]);
  return { ok: postgres.ok, dependencies: { postgres, livekit: media } };
}
