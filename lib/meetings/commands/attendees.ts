import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meetingAttendee } from "@/db/schema/meetings";

/**
 * Makes the list of those who are asked to come what is wished: new ones are added, who is no longer on it is kept until
 * they were told. The host is never on it. Answers whether anything changed.
 */
export async function setAttendees(tx: Tx, meetingId: number, hostId: number | null, wished: readonly string[]): Promise<boolean> {
  const [host] = hostId === null ? [] : await tx.select({ email: user.email }).from(user).where(eq(user.id, hostId));
  const emails = wished.filter((email) => email !== host?.email);
  const present = await tx.select().from(meetingAttendee).where(eq(meetingAttendee.meetingId, meetingId));
  const gone = present.filter(({ email, removedAt }) => removedAt === null && !emails.includes(email)).map(({ id }) => id);
  const back = present.filter(({ email, removedAt }) => removedAt !== null && emails.includes(email)).map(({ id }) => id);
  const added = emails.filter((email) => !present.some((each) => each.email === email));
  if (gone.length > 0) await tx.update(meetingAttendee).set({ removedAt: sql`now()` }).where(inArray(meetingAttendee.id, gone));
  if (back.length > 0) await tx.update(meetingAttendee).set({ removedAt: null, response: "open" }).where(inArray(meetingAttendee.id, back));
  if (added.length > 0) {
    const known = await tx.select({ id: user.id, email: user.email }).from(user).where(and(inArray(user.email, added), eq(user.isActive, true)));
    const ids = new Map(known.map(({ id, email }) => [email, id]));
    await tx.insert(meetingAttendee).values(added.map((email) => ({ meetingId, email, userId: ids.get(email) ?? null })));
  }
  return gone.length + back.length + added.length > 0;
}

/** The addresses on the list, as they were written. */
/** @public */
export async function attendeeEmails(tx: Tx, meetingId: number): Promise<string[]> {
  const rows = await tx.select({ email: meetingAttendee.email }).from(meetingAttendee).where(and(eq(meetingAttendee.meetingId, meetingId), isNull(meetingAttendee.removedAt))).orderBy(meetingAttendee.id);
  return rows.map(({ email }) => email);
}
