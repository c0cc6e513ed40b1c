import { access, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { systemActor } from "@/lib/authz/actor";
import { ChildError } from "@/lib/platform/media/child";
import { probeFile } from "@/lib/platform/media/probe-file";
import { remuxRecording, remuxSent } from "@/lib/platform/media/remux";
import { log } from "@/lib/platform/log";
import { recordingKey, sharedFileOf } from "@/lib/platform/recorder/egress-output";
import { sha256OfFile } from "@/lib/platform/storage/checksum";
import { hasSpace, isDiskFull } from "@/lib/platform/storage/disk-space";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";
import { askToPublish } from "@/lib/recordings/ask-to-publish";
import type { RecordingReason } from "@/lib/recordings/contract";
import { expiryOf } from "@/lib/recordings/expiry";
import { tellReady } from "@/lib/recordings/mail-owners";
import { isKeptForOwners } from "@/lib/recordings/policy";
import { isLeft } from "@/lib/recordings/state";
import { lockRecording, moveRecording, writeRecording, type RecordingRow } from "@/lib/recordings/transition";
import { recordingFolder, writtenFileOf } from "@/lib/recordings/work-file";
import { roomSettings } from "@/lib/rooms/contract";

/*
 * From the end of a recording to its place in the room, as steps of a job: each can be repeated, and finds what an earlier
 * try left. A step that answers null has nothing to do any more.
 */

export type WholeFile = { /** Null: it is in storage already. */ file: string | null; durationSeconds: number; sizeBytes: number; sha256: string };

async function findStopped(id: string): Promise<RecordingRow | null> {
  const [row] = await db().select().from(recording).where(and(eq(recording.id, id), eq(recording.status, "stopped")));
  return row ?? null;
}

/**
 * One try at a step. On a full disk the recording has failed at once, with that reason: more tries would fill it again. Of
 * anything else its room hears that storing takes longer, and the job tries again. @throws what the step threw
 */
async function attempt<T>(id: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    log.error({ err: error, recordingId: id, stderr: error instanceof ChildError ? error.stderr : undefined }, "a recording could not be stored");
    if (!isDiskFull(error)) await noteTrouble(id).catch(() => undefined);
    if (!isDiskFull(error)) throw error;
    await failStoring(id, "disk_full");
    return null;
  }
}

async function noteTrouble(id: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (row?.status === "stopped" && row.storingFailedAt === null) await writeRecording(tx, row, { storingFailedAt: sql`now()` });
  });
}

/** Makes the file whole and measures it. One that nothing can be made of ends the recording as failed, and so does a disk without space. @throws where the file is not there yet */
export async function finishFile(id: string): Promise<WholeFile | null> {
  return attempt(id, () => finish(id));
}

async function finish(id: string): Promise<WholeFile | null> {
  const row = await findStopped(id);
  if (!row) return null;
  const written = writtenFileOf(row);
  if (written === null) return measureStored(id);
  // What is written elsewhere may come late; our own recorder has ended, and what is missing then stays missing.
  if (row.engine === "egress") await access(written);
  const folder = await workFolder(recordingFolder(id));
  // By a name of its own first: under the other one a try before this may be in storage already, as the same file.
  const [half, file] = [path.join(folder, "half.mp4"), path.join(folder, "whole.mp4")];
  try {
    await requireRoomFor(written);
    await (row.engine === "browser" ? remuxSent : remuxRecording)(written, half);
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    if (!(error instanceof ChildError) || error.failure !== "exit" || isDiskFull(error)) throw error;
    log.error({ err: error, recordingId: id, stderr: error.stderr }, "nothing could be made of the file of a recording");
    await failStoring(id, "encoder_failed");
    return null;
  }
  return { file, ...(await measure(file)) };
}

/** The whole file is as large as what was written; a file that is not there is for who reads it to tell. */
async function requireRoomFor(written: string): Promise<void> {
  const size = (await stat(written).catch(() => null))?.size ?? 0;
  if (!(await hasSpace(size, "finish"))) throw Object.assign(new Error("the disk has no space for the whole file"), { code: "ENOSPC" });
}

async function measure(file: string): Promise<Omit<WholeFile, "file">> {
  const durationSeconds = (await probeFile(file))?.format.duration ?? 0;
  const { size: sizeBytes } = await stat(file);
  return { durationSeconds, sizeBytes, sha256: await sha256OfFile(file) };
}

/** What records by itself into storage has put the file where it stays: it is looked at, and left as it is. */
async function measureStored(id: string): Promise<WholeFile | null> {
  const key = recordingKey(id);
  if (!(await storage().stat(key))) throw new Error("the recording is not in storage yet");
  const measured = await storage().withLocalFile(key, measure);
  if (measured.durationSeconds > 0) return { file: null, ...measured };
  log.error({ recordingId: id }, "what was recorded into storage is no recording");
  await failStoring(id, "encoder_failed");
  return null;
}

/** Puts the whole file into storage, under a name that is nobody else's; null of one that is saved. On a full disk the recording has failed. @throws when it is not there afterwards as it was */
export async function storeFile(id: string, whole: WholeFile): Promise<string | null> {
  const [row] = await db().select({ status: recording.status }).from(recording).where(eq(recording.id, id));
  if (row?.status === "saved") return null;
  return attempt(id, () => put(recordingKey(id), whole));
}

async function put(key: string, { file, sizeBytes }: WholeFile): Promise<string> {
  if (file !== null) {
    const before = await storage().stat(key);
    if (before !== null && before.sizeBytes !== sizeBytes) await storage().remove(key);
    await storage().putFile(file, key);
  }
  const stored = await storage().stat(key);
  if (stored?.sizeBytes !== sizeBytes) throw new Error("the recording is not in storage as it was put there");
  return key;
}

/**
 * The recording is there: its room hears it, its owners get a mail, and where the room says so it becomes a video. One that
 * was given up while this was on its way is saved all the same. Answers whether it was this that saved it, and whether
 * somebody may still watch it live.
 */
export async function saveRecording(id: string, { durationSeconds, sizeBytes, sha256 }: WholeFile, storageKey: string): Promise<{ isSaved: boolean; isWatched: boolean }> {
  return transaction(async (tx) => {
    const found = await lockRecording(tx, id);
    const isWatched = found?.kind === "stream";
    const row = found && isLeft(found) ? await moveRecording(tx, found, "stopped", { reason: null }) : found;
    if (row?.status !== "stopped") return { isSaved: false, isWatched };
    const [at] = await tx.select({ slug: room.slug, name: room.name, configuration: room.configuration, deletedAt: room.deletedAt }).from(room).where(eq(room.id, row.roomId));
    if (!at) return { isSaved: false, isWatched };
    const { recording_to_library: toLibrary } = roomSettings(at.configuration);
    const saved = await moveRecording(tx, row, "saved", { durationSeconds, sizeBytes, sha256, storageKey, storingFailedAt: null, ...expiryOf(row, at.configuration) });
    await recordAudit(tx, systemActor, { action: "recording.saved", target: { type: "recording", id }, details: { room: row.roomId, sizeBytes, seconds: Math.round(durationSeconds) } });
    if (!isKeptForOwners(row) || row.deletedAt !== null) return { isSaved: true, isWatched };
    if (at.deletedAt === null) await tellReady(tx, saved, at);
    if (toLibrary && row.mode !== "audio_only") await askToPublish(tx, id);
    return { isSaved: true, isWatched };
  });
}

/** The file could not be stored, or nothing could be made of it. What is in the work folder stays for another try. */
export async function failStoring(id: string, reason: RecordingReason = "not_stored"): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    if (row?.status !== "stopped") return;
    await moveRecording(tx, row, "failed", { reason });
    await recordAudit(tx, systemActor, { action: "recording.failed", target: { type: "recording", id }, details: { room: row.roomId, reason } });
  });
}

/** What a recording that is in storage has left elsewhere goes; of one that was deleted for good meanwhile, all of it. */
export async function tidyUp(id: string): Promise<void> {
  const [row] = await db().select({ id: recording.id }).from(recording).where(eq(recording.id, id));
  if (!row) await storage().remove(recordingKey(id));
  await removeWorkFolder(recordingFolder(id));
  const shared = sharedFileOf(id);
  if (shared !== null) await rm(shared, { force: true });
}
