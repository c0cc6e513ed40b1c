import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { prebuilt } from "@/db/prebuilt";
import { session, user } from "@/db/schema/accounts";
import { parsePersonIdentity } from "@/lib/calls/contract";
import { tagOfGuest, tagOfSession } from "@/lib/calls/place";
import { findGuest } from "@/lib/guests/queries";

/** Who stands behind an identity now: the name to show, and the tags of the sign-ins that are good. */
export type CallPerson = { name: string; tags: string[] };

async function findGuestPerson(guestId: number): Promise<CallPerson | null> {
  const found = await findGuest(guestId);
  return found && { name: found.name, tags: [tagOfGuest(guestId)] };
}

/** Null for an identity that is nobody's, for an account that is switched off, and for a guest who is forgotten. */
export async function findCallPerson(identity: string): Promise<CallPerson | null> {
  const who = parsePersonIdentity(identity);
  if (!who) return null;
  return who.kind === "guest" ? findGuestPerson(who.id) : findUserPerson(who.id);
}

const activeUser = prebuilt((on) =>
  on
    .select({ name: user.name, sessionId: session.id })
    .from(user)
    .leftJoin(session, and(eq(session.userId, user.id), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`)))
    .where(and(eq(user.id, sql.placeholder("userId")), eq(user.isActive, true)))
    .prepare("call_person"),
);

async function findUserPerson(userId: number): Promise<CallPerson | null> {
  const rows = await activeUser(db()).execute({ userId });
  const [first] = rows;
  return first ? { name: first.name, tags: rows.flatMap(({ sessionId }) => (sessionId === null ? [] : [tagOfSession(sessionId)])) } : null;
}
