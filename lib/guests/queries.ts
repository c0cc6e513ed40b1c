import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { guest } from "@/db/schema/guests";
import { settings } from "@/lib/core/settings";

export type Guest = { guestId: number; name: string };

/**
 * The guest with this number, or null. Only for numbers that a signed cookie or a token of ours proves. One query; also
 * notes that they were here, at most every few minutes.
 */
export async function findGuest(guestId: number): Promise<Guest | null> {
  const [row] = await db()
    .select({ guestId: guest.id, name: guest.name, isStale: sql<boolean>`${guest.lastSeenAt} < now() - make_interval(secs => ${settings.sessionTouchSeconds})` })
    .from(guest)
    .where(eq(guest.id, guestId));
  if (!row) return null;
  const { isStale, ...found } = row;
  if (isStale) await db().update(guest).set({ lastSeenAt: sql`now()` }).where(eq(guest.id, guestId));
  return found;
}
