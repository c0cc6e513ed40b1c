import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { roomMember } from "@/db/schema/rooms";
import { env } from "@/lib/platform/env";
import type { RecordingRow } from "@/lib/recordings/transition";

/** What every mail about a recording says of it. */
export function mailFactsOf({ id, startedAt, createdAt }: RecordingRow, { slug, name }: { slug: string; name: string }): { recordingId: string; room: string; startedAt: string; page: string } {
  return { recordingId: id, room: name, startedAt: (startedAt ?? createdAt).toISOString(), page: `${env().APP_URL}/r/${slug}/recordings` };
}

/** Who gets mails about a room's recordings: its owners. */
export async function ownersOf(tx: Tx, roomId: number): Promise<{ userId: number }[]> {
  return tx.select({ userId: roomMember.userId }).from(roomMember).where(and(eq(roomMember.roomId, roomId), eq(roomMember.role, "owner")));
}
