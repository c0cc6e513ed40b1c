import { eq, sql } from "drizzle-orm";
import { afterCommit, type Tx } from "@/db/client";
import { room, roomEvent } from "@/db/schema/rooms";
import { keepSystemLine } from "@/lib/events/system-lines";
import { publish } from "@/lib/platform/listen";

/** Topic of `[room id, version]` wake-ups. */
export const roomsTopic = "rooms";

/** Topic of a person's own short-lived news (progress, typing); payload is the event as the browser gets it. */
export function userTopic(userId: number): string {
  return `user:${userId}`;
}

/** After the commit, tells every process that `roomId` has reached `version`; once a room and transaction. */
export function wakeRoom(tx: Tx, roomId: number, version: number): void {
  afterCommit(tx, `room:${roomId}`, () => publish(roomsTopic, [roomId, version]));
}

/**
 * Takes the room's next version under its row lock and writes the event with it, in the caller's transaction: joins,
 * calls, edits share one gap-free sequence with messages. What of it belongs into the chat stays there as a system message. `body` may use the version that it is given.
 */
export async function appendRoomEvent(
  tx: Tx,
  roomId: number,
  type: string,
  body: Record<string, unknown> | ((version: number) => Record<string, unknown> | Promise<Record<string, unknown>>),
): Promise<number> {
  const [row] = await tx
    .update(room)
    .set({ version: sql`${room.version} + 1` })
    .where(eq(room.id, roomId))
    .returning({ version: room.version });
  if (!row) throw new Error(`room ${roomId} does not exist`);
  const told = typeof body === "function" ? await body(row.version) : body;
  await tx.insert(roomEvent).values({ roomId, version: row.version, type, body: told });
  await keepSystemLine(tx, roomId, row.version, type, told);
  wakeRoom(tx, roomId, row.version);
  return row.version;
}
