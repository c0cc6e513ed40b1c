import { and, count, desc, eq, isNotNull, isNull, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { recording } from "@/db/schema/recordings";
import { video } from "@/db/schema/videos";
import { findActivePerson } from "@/lib/accounts/queries";
import { isModerator, personOf, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { recordingCaptionsPath, recordingDownloadUrl } from "@/lib/recordings/download-link";
import type { RecordingDetail, RecordingKind, StreamTargetDto } from "@/lib/recordings/contract";
import { canChangeRecording, canPublishRecording, canSeeRecordings, canSendRecording, canSteerStream, canStopRecording, type RecordingFacts } from "@/lib/recordings/policy";
import { isVideoOf } from "@/lib/recordings/queries/video";
import { findRecordingChapters, hasWords } from "@/lib/recordings/queries/words";
import { isAwaited, isLeft, isRunning } from "@/lib/recordings/state";
import { showTargets } from "@/lib/recordings/targets";

type Entry = Awaited<ReturnType<typeof getEntry>>;

/** The asker as the policy of a room's recordings sees them. */
export function recordingFactsOf({ facts: { person, isMeetingHost }, switches }: Pick<Entry, "facts" | "switches">): RecordingFacts {
  return { role: person.kind === "user" ? person.role : null, isMeetingHost, recorders: switches.recording };
}

/** `row.videoId`: null also where that video is deleted. */
type Row = { row: typeof recording.$inferSelect; by: string | null; hasWords: boolean; targets: StreamTargetDto[] };
type Chapters = RecordingDetail["chapters"];

/** Rows as their answers are made of, the newest first. Authorization is the caller's. */
export async function readRecordings(on: Executor, where: SQL | undefined, { limit, offset }: { limit: number; offset: number } = { limit: 1, offset: 0 }): Promise<Row[]> {
  const rows = await on.select({ row: recording, by: user.name, hasWords, videoId: video.id }).from(recording).leftJoin(user, eq(user.id, recording.startedBy)).leftJoin(video, isVideoOf).where(where).orderBy(desc(recording.createdAt), desc(recording.id)).limit(limit).offset(offset);
  const targets = await showTargets(rows.flatMap(({ row }) => (row.kind === "stream" ? [row.id] : [])), on);
  return rows.map(({ videoId, ...each }) => ({ ...each, row: { ...each.row, videoId }, targets: targets.get(each.row.id) ?? [] }));
}

const stamp = (date: Date | null) => date && toTimestamp(date);

function toStream(actor: Actor, facts: RecordingFacts, { row: { id, audience, isKept, startedBy }, targets }: Row): RecordingDetail["stream"] {
  if (audience === null) return null;
  return { audience, is_kept: isKept, url: `${env().APP_URL}/live/${id}`, targets: canStopRecording(actor, facts, { startedBy }).allowed ? targets : [] };
}

/** What the asker gets of a recording. Whether they see it is asked before. */
export function toDetail(actor: Actor, facts: RecordingFacts, found: Row, chapters: Chapters = []): RecordingDetail {
  const { row, by, hasWords: isCaptioned } = found;
  const isThere = row.status === "saved" && row.deletedAt === null;
  const person = personOf(actor);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    mode: row.mode,
    started_at: stamp(row.startedAt),
    stopped_at: stamp(row.stoppedAt),
    duration: row.durationSeconds,
    size: row.sizeBytes,
    storage_key: isModerator(actor) ? row.storageKey : null,
    download_url: isThere && person !== null ? recordingDownloadUrl(row.id, person) : null,
    video_id: row.videoId,
    reason: row.reason,
    room_id: row.roomId,
    title: row.title,
    created_at: toTimestamp(row.createdAt),
    started_by: row.startedBy !== null && by !== null ? { id: row.startedBy, username: by } : null,
    sha256: row.sha256,
    expires_at: stamp(row.expiresAt),
    chapters: isThere ? chapters : [],
    captions_url: isThere && isCaptioned ? recordingCaptionsPath(row.id) : null,
    retried_until: row.status === "stopped" && row.storingFailedAt !== null && row.finishedAt !== null ? toTimestamp(new Date(row.finishedAt.getTime() + settings.recordingStoreSeconds * 1000)) : null,
    is_left: isLeft(row),
    is_in_browser: isAwaited(row),
    abilities: {
      stop: isRunning(row.status) && canStopRecording(actor, facts, row).allowed,
      change: canChangeRecording(actor, facts, row).allowed,
      publish: canPublishRecording(actor, facts, row).allowed,
      steer: row.kind === "stream" && canSteerStream(actor, facts, row).allowed,
      send: row.deletedAt === null && canSendRecording(actor, facts, row).allowed,
    },
    stream: toStream(actor, facts, found),
  };
}

/** The room's recordings, the newest first, without deleted ones. @throws AppError unauthenticated, not_found */
export async function listRecordings(actor: Actor, idOrSlug: string, { limit, offset }: { limit: number; offset: number }): Promise<{ count: number; recordings: RecordingDetail[] }> {
  const entry = await getEntry(actor, idOrSlug);
  const facts = recordingFactsOf(entry);
  authorize(canSeeRecordings(actor, facts));
  const mine = and(eq(recording.roomId, entry.room.id), isNull(recording.deletedAt));
  const [rows, [counted]] = await Promise.all([
    readRecordings(db(), mine, { limit, offset }),
    db().select({ count: count() }).from(recording).where(mine),
  ]);
  const chapters = await findRecordingChapters(rows.map(({ row }) => row.id));
  return { count: counted?.count ?? 0, recordings: rows.map((each) => toDetail(actor, facts, each, chapters.get(each.row.id))) };
}

async function findOne(on: Executor, actor: Actor, idOrSlug: string, where: SQL | undefined): Promise<RecordingDetail | null> {
  const entry = await getEntry(actor, idOrSlug);
  const facts = recordingFactsOf(entry);
  authorize(canSeeRecordings(actor, facts));
  const [found] = await readRecordings(on, and(eq(recording.roomId, entry.room.id), where));
  return found ? toDetail(actor, facts, found, (await findRecordingChapters([found.row.id])).get(found.row.id)) : null;
}

/** One recording of a room, for those who see them. @throws AppError unauthenticated, not_found */
export async function getRecording(actor: Actor, idOrSlug: string, id: string): Promise<RecordingDetail> {
  const found = await findOne(db(), actor, idOrSlug, and(eq(recording.id, id), isNull(recording.deletedAt)));
  if (!found) throw new AppError("not_found");
  return found;
}

/** The recording or stream that somebody began with a key before, deleted since or not; null for a key that is new. @throws AppError unauthenticated, not_found */
export async function findRepeatedRecording(actor: Actor, idOrSlug: string, startedBy: number, kind: RecordingKind, key: string): Promise<RecordingDetail | null> {
  return findOne(db(), actor, idOrSlug, and(eq(recording.startedBy, startedBy), eq(recording.kind, kind), eq(recording.idempotencyKey, key)));
}

export type RecordingFile = { key: string; mode: (typeof recording.$inferSelect)["mode"]; title: string; startedAt: Date; roomName: string; isByLink: boolean };

/**
 * Where the bytes of a recording are: for those who see the room's recordings and, with a link, for anybody while
 * the person for whom it was made is one of those. @throws AppError unauthenticated, not_found
 */
export async function getRecordingFile(actor: Actor, id: string, linkedTo: number | null): Promise<RecordingFile> {
  const [row] = await db()
    .select({ roomId: recording.roomId, key: recording.storageKey, mode: recording.mode, title: recording.title, startedAt: recording.startedAt, createdAt: recording.createdAt })
    .from(recording)
    .where(and(eq(recording.id, id), eq(recording.status, "saved"), isNotNull(recording.storageKey), isNull(recording.deletedAt)));
  const holder = linkedTo === null ? null : await findActivePerson(linkedTo);
  if (actor.kind !== "user" && !holder) throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  if (!row?.key) throw new AppError("not_found");
  const at = String(row.roomId);
  const isByLink = holder !== null && canSeeRecordings(holder, recordingFactsOf(await getEntry(holder, at))).allowed;
  const entry = await getEntry(actor, at);
  if (!isByLink) authorize(canSeeRecordings(actor, recordingFactsOf(entry)));
  return { isByLink, key: row.key, mode: row.mode, title: row.title, startedAt: row.startedAt ?? row.createdAt, roomName: entry.room.name };
}
