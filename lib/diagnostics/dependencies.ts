import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "@/db/client";
import { settings } from "@/lib/core/settings";
import type { DependencyName, DependencyNote, DependencyReport, DependencyState } from "@/lib/diagnostics/contract";
import { readJobFigures } from "@/lib/jobs/queries";
import { hasCentrifugo, readCentrifugoVersion } from "@/lib/platform/centrifugo/api";
import { env } from "@/lib/platform/env";
import { engineLockKey, jobsMode } from "@/lib/platform/jobs";
import { checkBus, hasOwnBus } from "@/lib/platform/listen";
import { livekit } from "@/lib/platform/livekit/api";
import { log } from "@/lib/platform/log";
import { checkMailServer, mailMode } from "@/lib/platform/mail/check";
import { readProgramVersion } from "@/lib/platform/program-version";
import { countEgresses } from "@/lib/platform/recorder/egress-api";
import { readDiskSpace } from "@/lib/platform/storage/disk-space";
import { storage } from "@/lib/platform/storage/storage";

type Finding = { state?: DependencyState; version?: string | null; note?: DependencyNote | null; count?: number };
const timeoutMs = 2000;

/** Runs `check` against a clock. Not answering in time is being away. */
export async function within<T>(check: () => Promise<T>, limitMs = timeoutMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([check(), new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error("timed out")), limitMs)))]);
  } finally {
    clearTimeout(timer);
  }
}

async function examine(name: DependencyName, check: () => Promise<Finding>, limitMs?: number): Promise<DependencyReport> {
  const began = performance.now();
  const finding = await within(check, limitMs).catch((error: unknown): Finding => {
    log.info({ err: error, dependency: name }, "a dependency did not answer its check");
    return { state: "down" };
  });
  return { name, state: finding.state ?? "ok", latencyMs: Math.round(performance.now() - began), version: finding.version ?? null, note: finding.note ?? null, count: finding.count ?? 0 };
}

async function checkPostgres(): Promise<Finding> {
  const [row] = await sql()<{ server_version: string }[]>`show server_version`;
  return { version: row?.server_version.split(" ")[0] };
}

async function checkLivekit(): Promise<Finding> {
  await livekit().listRooms();
  const { LIVEKIT_SERVER_PATH: own } = env();
  return { version: own ? await readProgramVersion(own, "--version") : null };
}

/** What records is seen through LiveKit alone, which knows of it by the Redis that they share. Whether anything is free to record is known only when it is asked to. */
async function checkEgress(): Promise<Finding> {
  const running = await countEgresses(timeoutMs / 1000);
  return running === null ? { state: "down", note: "noEgress" } : { note: "egressRunning", count: running };
}

/** The embedded engine works while a worker holds its lock; a queue that only grows is late. */
async function checkJobs(): Promise<Finding> {
  if (jobsMode() === "inngest") return { note: "inngest" };
  const [{ led } = { led: false }] = await sql()<{ led: boolean }[]>`select exists (select from pg_locks where locktype = 'advisory' and objid = ${engineLockKey} and granted
    and database = (select oid from pg_database where datname = current_database())) as led`;
  if (!led) return { state: "down", note: "noWorker" };
  const { queueAgeSeconds, eventAgeSeconds } = await readJobFigures();
  return Math.max(queueAgeSeconds, eventAgeSeconds) > settings.jobsLateSeconds ? { state: "late", note: "queueLate" } : {};
}

async function checkMail(): Promise<Finding> {
  const mode = mailMode();
  if (mode !== "smtp") return mode === "outbox" ? { note: "outbox" } : { state: "off", note: "mailOff" };
  await checkMailServer(timeoutMs);
  return {};
}

/** A file is written and removed: a disk can be full or read-only and still answer everything else. Where files are elsewhere, uploads still pass this disk. */
async function checkStorage(): Promise<Finding> {
  const { freeBytes } = await readDiskSpace();
  const probe = path.join(env().DATA_DIR, `.probe-${randomUUID()}`);
  await writeFile(probe, "probe");
  await rm(probe, { force: true });
  await storage().check();
  return freeBytes < settings.diskLowBytes ? { state: "late", note: "diskLow" } : {};
}

async function checkFfmpeg(): Promise<Finding> {
  const version = await readProgramVersion(env().FFMPEG_PATH, "-version");
  return version === null ? { state: "down" } : { version };
}

/** Without it everything works, seconds later: sweeps find what is new. */
async function checkRealtimeBus(): Promise<Finding> {
  await checkBus();
  return {};
}

const checks: [DependencyName, () => Promise<Finding>, number?][] = [
  ["postgres", checkPostgres],
  ["bus", checkRealtimeBus],
  ["centrifugo", async () => ({ version: await readCentrifugoVersion() })],
  ["livekit", checkLivekit],
  ["egress", checkEgress],
  ["jobs", checkJobs],
  ["mail", checkMail, 5000],
  ["storage", checkStorage],
  ["ffmpeg", checkFfmpeg, 5000],
];

type Kept = { at: number; reports: Promise<DependencyReport[]> };
let kept: Kept | null = null;

/** Asks each dependency, all at once. What was found is good for some seconds: several readers refresh their pages. */
export function examineDependencies(): Promise<DependencyReport[]> {
  if (kept && Date.now() - kept.at < settings.healthKeptSeconds * 1000) return kept.reports;
  // Postgres as the bus is looked at above; nobody misses what is not set up.
  const used: Partial<Record<DependencyName, boolean>> = { bus: hasOwnBus(), centrifugo: hasCentrifugo(), egress: env().RECORDER === "egress" };
  const isUsed = (name: DependencyName) => used[name] ?? true;
  const reports = Promise.all(checks.filter(([name]) => isUsed(name)).map(([name, check, limitMs]) => examine(name, check, limitMs)));
  kept = { at: Date.now(), reports };
  return reports;
}

/** Asks anew with the next look; for tests. */
export function forgetFindings(): void {
  kept = null;
}
