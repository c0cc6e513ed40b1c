import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { env } from "@/lib/platform/env";
import { queueMail } from "@/lib/platform/mail/queue";
import { recordingDownloadUrl } from "@/lib/recordings/download-link";
import { recordingReadyMail } from "@/lib/recordings/mails";
import type { RecordingRow } from "@/lib/recordings/transition";

/** What every mail about a recording says of it. */
export function mailFactsOf({ id, startedAt, createdAt }: RecordingRow, { slug, name }: { slug: string; name: string }): { recordingId: string; room: string; startedAt: string; page: string } {
  return { recordingId: id, room: name, startedAt: (startedAt ?? createdAt).toISOString(), page: `${env().APP_URL}/r/${slug}/recordings` };
}

/**
 * Tells the owners of its room that a recording is saved, each with an own link to its file; once for each `occasion`.
 */
export async function tellReady(tx: Tx, row: RecordingRow, at: { slug: string; name: string }, occasion = ""): Promise<void> {
  const facts = { ...mailFactsOf(row, at), seconds: Math.round(row.durationSeconds ?? 0) };
  for (const { userId } of await ownersOf(tx, row.roomId)) await queueMail(tx, recordingReadyMail, { to: { userId }, dedupeKey: `recording-${row.id}-ready-${userId}${occasion}`, data: { ...facts, url: recordingDownloadUrl(row.id, userId) } });
}

/** The room of a recording, as a mail names it; null for one that is deleted. */
export async function mailPlaceOf(tx: Tx, roomId: number): Promise<{ slug: string; name: string } | null> {
  const [at] = await tx.select({ slug: room.slug, name: room.name }).from(room).where(and(eq(room.id, roomId), isNull(room.deletedAt)));
  return at ?? null;
}

/** Who gets mails about a room's recordings: its owners. */
export async function ownersOf(tx: Tx, roomId: number): Promise<{ userId: number }[]> {
  return tx.select({ userId: roomMember.userId }).from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.role, "owner")));
}
