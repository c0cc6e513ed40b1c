import { and, eq, lt, notExists, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { message } from "@/db/schema/chat";
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

/** A browser's first visit as a guest, under a typed name. */
export async function openGuest(on: Executor, name: string): Promise<Guest> {
  const [row] = await on.insert(guest).values({ name }).returning({ guestId: guest.id, name: guest.name });
  if (!row) throw new Error("the guest was not returned");
  return row;
}

/** The name typed this time. What was written under the former one shows the new one, as with people who have accounts. */
export async function renameGuest(on: Executor, guestId: number, name: string): Promise<void> {
  await on.update(guest).set({ name }).where(eq(guest.id, guestId));
}

/** Forgets guests who were not here for long and wrote nothing that still shows their name. Answers how many went. */
export async function pruneGuests(): Promise<number> {
  const gone = await db()
    .delete(guest)
    .where(and(lt(guest.lastSeenAt, sql`now() - make_interval(secs => ${settings.guestKeptSeconds})`), notExists(db().select({ id: message.id }).from(message).where(eq(message.guestId, guest.id)))))
    .returning({ id: guest.id });
  return gone.length;
}
