import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import type { RoomRole } from "@/lib/rooms/contract";

let serial = 0;

/** A unique short suffix, so that rows of one test never collide. */
function unique(): string {
  serial += 1;
  return `${serial}-${randomUUID().slice(0, 8)}`;
}

/** An active person whose address is confirmed, without a password unless one is given as hash. */
export async function createUser(values: Partial<typeof user.$inferInsert> = {}): Promise<typeof user.$inferSelect> {
  const [row] = await db()
    .insert(user)
    .values({ email: `person-${unique()}@example.test`, name: "Ada Example", isActive: true, emailVerifiedAt: new Date(), isTimeZoneChosen: true, ...values })
    .returning();
  return row!;
}

/** A live session of that person, and the actor that requests with it become. */
export async function signIn(person: typeof user.$inferSelect): Promise<UserActor> {
  const [row] = await db()
    .insert(session)
    .values({ userId: person.id, refreshHash: unique(), expiresAt: sql`now() + interval '14 days'` })
    .returning({ id: session.id });
  return { kind: "user", userId: person.id, sessionId: row!.id, role: person.role, name: person.name, email: person.email, locale: person.locale, timeZone: person.isTimeZoneChosen ? person.timeZone : null, address: "203.0.113.1", requestId: randomUUID() };
}

/** A new person, signed in. */
export async function createActor(values: Partial<typeof user.$inferInsert> = {}): Promise<UserActor> {
  return signIn(await createUser(values));
}

/** A room with the given members; counts are kept true. */
export async function createRoomWith(members: [UserActor, RoomRole][], values: Partial<typeof room.$inferInsert> = {}): Promise<typeof room.$inferSelect> {
  const suffix = unique();
  const [row] = await db().insert(room).values({ name: `Room ${suffix}`, slug: `room-${suffix}`, memberCount: members.length, ...values }).returning();
  if (members.length > 0) await db().insert(roomMember).values(members.map(([actor, role]) => ({ roomId: row!.id, userId: actor.userId, role })));
  return row!;
}
