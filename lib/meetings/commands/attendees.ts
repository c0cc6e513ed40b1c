import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee } from "@/db/schema/meetings";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";

/** @throws AppError rate_limited for a host who has asked too many within a day */
async function refuseFloods(tx: Tx, hostId: number | null, count: number): Promise<void> {
  if (hostId === null) return;
  const [asked] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(meetingAttendee)
    .innerJoin(meeting, eq(meeting.id, meetingAttendee.meetingId))
    .where(and(eq(meeting.hostId, hostId), sql`${meetingAttendee.createdAt} > now() - interval '1 day'`));
  if ((asked?.count ?? 0) + count > settings.meetingInvitationsPerDay) throw new AppError("rate_limited", { retryAfterSeconds: 3600 });
}

/**
 * Makes the list of those who are asked to come what is wished: new ones are added, who is no longer on it is kept until
 * they were told. The host is never on it. Answers whether anything changed. @throws AppError rate_limited
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
    await refuseFloods(tx, hostId, added.length);
    const known = await tx.select({ id: user.id, email: user.email }).from(user).where(and(inArray(user.email, added), eq(user.isActive, true)));
    const ids = new Map(known.map(({ id, email }) => [email, id]));
    await tx.insert(meetingAttendee).values(added.map((email) => ({ meetingId, email, userId: ids.get(email) ?? null })));
  }
  return gone.length + back.length + added.length > 0;
}
