import { and, eq, lt, notExists, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { message } from "@/db/schema/chat";
import { guest } from "@/db/schema/guests";
import { settings } from "@/lib/core/settings";

/** Forgets guests who were not here for long and wrote nothing that still shows their name. Answers how many went. */
export async function pruneGuests(): Promise<number> {
  const gone = await db()
    .delete(guest)
    .where(and(lt(guest.lastSeenAt, sql`now() - make_interval(secs => ${settings.guestKeptSeconds})`), notExists(db().select({ id: message.id }).from(message).where(eq(message.guestId, guest.id)))))
    .returning({ id: guest.id });
  return gone.length;
}
