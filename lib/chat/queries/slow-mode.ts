import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { messageTurn } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { secondsBetweenMessages, type RoomFacts } from "@/lib/rooms/policy";

/** After how many seconds slow mode lets somebody write again, at least one where they have to wait at all; 0 where they may write now. */
export async function secondsToWait(actor: Actor, roomId: number, facts: RoomFacts): Promise<number> {
  const between = secondsBetweenMessages(facts);
  if (between === 0) return 0;
  const own = actor.kind === "guest" ? eq(messageTurn.guestId, actor.guestId) : eq(messageTurn.userId, requireUser(actor).userId);
  const [last] = await db().select({ ageSeconds: sql<number>`extract(epoch from clock_timestamp() - ${messageTurn.at})::float8` }).from(messageTurn).where(and(eq(messageTurn.roomId, roomId), own));
  return last ? Math.min(between, Math.max(1, Math.ceil(between - last.ageSeconds))) : 0;
}
