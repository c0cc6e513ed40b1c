import type { Tx } from "@/db/client";
import { message } from "@/db/schema/chat";
import type { ChatUser, SystemLine } from "@/lib/chat/contract";

type Told = { line: SystemLine; user: ChatUser | null; name: string };

/** Lines that name nobody have the names of their events. */
const nobodys = ["call_started", "call_ended", "recording_started", "recording_stopped", "recording_saved", "stream_started", "stream_stopped"] as const satisfies readonly SystemLine[];

/** The line that an event leaves in the room's chat; null for the many that leave none. */
function lineOf(type: string, body: Record<string, unknown>): Told | null {
  const user = (body.user ?? null) as ChatUser | null;
  if (type === "user_joined") return { line: "joined", user, name: "" };
  // Of a deleted room everybody leaves at once; that is no line, and nobody reads it.
  if (type === "user_left") return body.everyone === true ? null : { line: "left", user, name: "" };
  const line = nobodys.find((each) => each === type);
  if (line) return { line, user: null, name: "" };
  if (type !== "room_updated" || typeof body.name_before !== "string") return null;
  return { line: "renamed", user, name: (body.room as { name: string }).name };
}

/**
 * Keeps what an event tells as a system message at the event's own version, under the room's lock: events are forgotten
 * after some days, the history is not, and a reader who has heard the event knows the line by its version.
 */
export async function keepSystemLine(tx: Tx, roomId: number, version: number, type: string, body: Record<string, unknown>): Promise<void> {
  const told = lineOf(type, body);
  if (!told) return;
  const person = told.user?.id ?? 0;
  await tx.insert(message).values({ roomId, version, kind: "system", line: told.line, userId: person > 0 ? person : null, content: told.name });
}
