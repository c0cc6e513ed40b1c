import { and, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { recording } from "@/db/schema/recordings";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import { systemActor, type Actor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail/queue";
import { listSharedFiles, recordingKey, recordingOfOutput, removeOutput } from "@/lib/platform/recorder/egress-output";
import { storage } from "@/lib/platform/storage/storage";
import { listWorkFolders, removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { endOfDays } from "@/lib/recordings/expiry";
import { mailFactsOf, mailPlaceOf, ownersOf } from "@/lib/recordings/mail-owners";
import { recordingExpiresMail } from "@/lib/recordings/mails";
import { failStoring } from "@/lib/recordings/store";
import { lockRecording, tellOfRecording } from "@/lib/recordings/transition";
import { recordingFolder, recordingOfFolder } from "@/lib/recordings/work-file";

const batch = 100;

/** What time does to recordings. Safe to run at any time, and twice. */
export async function tendRecordings(): Promise<{ limited: number; told: number; purged: number; files: number; folders: number }> {
  return { limited: await applyLimit(), told: await tellOfExpiry(), purged: await purgeDue(), files: await removeOrphanFiles(), folders: await removeOldFolders() };
}

/** Recordings whose job came to no end have failed: a moderator tries again, and nothing waits for ever. Answers how many. */
export async function failForgotten(): Promise<number> {
  const isForgotten = and(eq(recording.status, "stopped"), lt(recording.finishedAt, sql`now() - make_interval(secs => ${settings.recordingStoreSeconds})`));
  const forgotten = await db().select({ id: recording.id }).from(recording).where(isForgotten).limit(batch);
  for (const { id } of forgotten) await failStoring(id);
  return forgotten.length;
}

/** What the installation allows holds for recordings of before it was set as well; a mail goes out first. Answers how many now end earlier. */
async function applyLimit(): Promise<number> {
  const days = env().RECORDINGS_KEPT_DAYS;
  if (days === 0) return 0;
  const end = endOfDays(days, sql`now() + make_interval(secs => ${settings.recordingExpiryNoticeSeconds})`);
  const isLonger = or(isNull(recording.expiresAt), gt(recording.expiresAt, end));
  return (await db().update(recording).set({ expiresAt: end }).where(and(eq(recording.status, "saved"), isLonger)).returning({ id: recording.id })).length;
}

/** A week before a recording is deleted by itself the owners of its room get a mail, once. */
async function tellOfExpiry(): Promise<number> {
  const isNear = and(eq(recording.status, "saved"), isNull(recording.deletedAt), isNull(recording.expiryToldAt), lte(recording.expiresAt, sql`now() + make_interval(secs => ${settings.recordingExpiryNoticeSeconds})`));
  // Of a deleted room nobody is told; where it is brought back in time, then.
  const near = await db().select({ id: recording.id, roomId: recording.roomId }).from(recording).innerJoin(room, and(eq(room.id, recording.roomId), isNull(room.deletedAt))).where(isNear).limit(batch);
  for (const { id, roomId } of near) {
    await transaction(async (tx) => {
      const at = await mailPlaceOf(tx, roomId);
      if (!at) return;
      const [row] = await tx.update(recording).set({ expiryToldAt: sql`now()` }).where(and(eq(recording.id, id), isNull(recording.expiryToldAt))).returning();
      if (!row?.expiresAt) return;
      const end = row.expiresAt.toISOString();
      const data = { ...mailFactsOf(row, at), expiresAt: end };
      for (const { userId } of await ownersOf(tx, row.roomId)) await queueMail(tx, recordingExpiresMail, { to: { userId }, dedupeKey: `recording-${id}-expires-${userId}-${end}`, data });
    });
  }
  return near.length;
}

/** Its days are over, it was deleted long enough ago that nobody brings it back any more, or its file never came from the browser that has it, or cannot come. */
async function purgeDue(): Promise<number> {
  const isExpired = and(eq(recording.status, "saved"), lt(recording.expiresAt, sql`now()`));
  const isForgotten = lt(recording.deletedAt, sql`now() - make_interval(secs => ${settings.deletedRecordingKeptSeconds})`);
  const isNeverSent = and(eq(recording.engine, "browser"), eq(recording.status, "stopped"), isNull(recording.finishedAt), or(isNull(recording.startedBy), lt(recording.stoppedAt, sql`now() - make_interval(secs => ${settings.localRecordingAwaitedSeconds})`)));
  let purged = 0;
  for (const [why, where] of [["expired", isExpired], ["deleted", isForgotten], ["never_sent", isNeverSent]] as const) {
    const due = await db().select({ id: recording.id }).from(recording).where(where).limit(batch);
    for (const { id } of due) if (await purgeRecording(systemActor, id, { why }, where)) purged += 1;
  }
  return purged;
}

/**
 * Deletes a recording for good, where `holds` is still true under the lock: first nobody gets the file, then the file goes,
 * then the row. Doing it twice is doing it once. A video that was made of it stays. Authorization is the caller's.
 */
export async function purgeRecording(actor: Actor, id: string, details: Record<string, unknown>, holds?: SQL): Promise<boolean> {
  const marked = await transaction(async (tx) => {
    await lockRecording(tx, id);
    const [row] = await tx.update(recording).set({ deletedAt: new Date(0) }).where(and(eq(recording.id, id), holds)).returning();
    if (row) await tellOfRecording(tx, row, false);
    return row;
  });
  if (!marked) return false;
  // Without a key it may be there all the same, since a job was about to write it down.
  await storage().remove(marked.storageKey ?? recordingKey(id));
  if (marked.engine === "egress") await removeOutput(id);
  await removeWorkFolder(recordingFolder(id));
  await transaction(async (tx) => {
    await tx.delete(recording).where(eq(recording.id, id));
    await recordAudit(tx, actor, { action: "recording.purged", target: { type: "recording", id }, details: { ...details, room: marked.roomId } });
  });
  return true;
}

/** Rooms that are deleted for good take their rows with them; the files are found here. What is young may be on its way to its row. */
async function removeOrphanFiles(): Promise<number> {
  const keys = (await storage().list("recordings")).map((name) => `recordings/${name}`);
  if (keys.length === 0) return 0;
  const rows = await db().select({ key: recording.storageKey }).from(recording).where(isNotNull(recording.storageKey));
  const known = new Set([...rows.map(({ key }) => key), ...(await findOnTheirWay(keys))]);
  let removed = 0;
  for (const key of keys.filter((each) => !known.has(each))) {
    const found = await storage().stat(key);
    if (!found || Date.now() - found.modifiedAt.getTime() < settings.uploadExpirySeconds * 1000) continue;
    await storage().remove(key);
    removed += 1;
  }
  return removed;
}

/** Keys that what records into storage by itself has written before their row names them, or for another try. */
async function findOnTheirWay(keys: readonly string[]): Promise<string[]> {
  if (!keys.some((key) => recordingOfOutput(key) !== null)) return [];
  const isWanted = or(inArray(recording.status, ["initiated", "active", "stopped"]), and(eq(recording.status, "failed"), gt(recording.createdAt, sql`now() - make_interval(secs => ${settings.recordingWorkKeptSeconds})`)));
  const rows = await db().select({ id: recording.id }).from(recording).where(and(eq(recording.engine, "egress"), isWanted));
  return rows.map(({ id }) => recordingKey(id));
}

/** Work folders of recordings that are stored or gone, and of those that nobody tried again; so with files in the folder that Egress shares. */
async function removeOldFolders(): Promise<number> {
  const found = [
    ...(await listWorkFolders()).map(({ name, modifiedAt }) => ({ id: recordingOfFolder(name), modifiedAt, remove: () => removeWorkFolder(name) })),
    ...(await listSharedFiles()).map(({ id, modifiedAt }) => ({ id, modifiedAt, remove: () => removeOutput(id) })),
  ].filter(({ id, modifiedAt }) => id !== null && Date.now() - modifiedAt.getTime() > settings.recordingWorkKeptSeconds * 1000);
  if (found.length === 0) return 0;
  const running = await db().select({ id: recording.id }).from(recording).where(inArray(recording.status, ["initiated", "active", "stopped"]));
  const busy = new Set(running.map(({ id }) => id));
  const old = found.filter(({ id }) => id !== null && !busy.has(id));
  for (const { remove } of old) await remove();
  return old.length;
}
