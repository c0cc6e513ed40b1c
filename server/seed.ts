import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import { systemActor } from "@/lib/authz/actor";
import type { UserRole } from "@/lib/accounts/contract";
import { env } from "@/lib/platform/env";
import { hashPassword } from "@/lib/platform/password";
import { seedDemoVideo } from "@/server/demo-video";

export type DemoAccount = { email: string; password: string; role: UserRole };

const people: { email: string; name: string; role: UserRole }[] = [
  { email: "ada@atrium.example", name: "Ada Lovelace", role: "admin" },
  { email: "grace@atrium.example", name: "Grace Hopper", role: "user" },
  { email: "alan@atrium.example", name: "Alan Turing", role: "user" },
];

/** A password of this install: derived from its secret, so that each start can print it and no other install shares it. */
function demoPassword(email: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`demo account ${email}`).digest("hex").slice(0, 12);
}

/** Makes the demo people, their room and a first film where they are missing; existing rows are left as they are. */
export async function seedDemo(): Promise<DemoAccount[]> {
  const accounts = people.map(({ email, role }) => ({ email, role, password: demoPassword(email) }));
  const known = await db().select({ id: user.id }).from(user).where(eq(user.email, people[0]!.email));
  if (known.length > 0) return accounts;
  const hashes = await Promise.all(accounts.map((account) => hashPassword(account.password)));
  const [admin] = await transaction(async (tx) => {
    const made = await tx
      .insert(user)
      .values(people.map((person, index) => ({ ...person, passwordHash: hashes[index]!, isActive: true, emailVerifiedAt: new Date() })))
      .onConflictDoNothing()
      .returning({ id: user.id });
    const [lobby] = await tx
      .insert(room)
      .values({ name: "Design review", slug: "design-review", listed: true, createdBy: made[0]!.id, memberCount: made.length })
      .onConflictDoNothing()
      .returning({ id: room.id });
    if (lobby) await tx.insert(roomMember).values(made.map((person, index) => ({ roomId: lobby.id, userId: person.id, role: index === 0 ? ("owner" as const) : ("member" as const) })));
    return made;
  });
  // Tests bring their own films, and the worker has better things to do then.
  if (admin && !env().ATRIUM_FAULTS) await seedDemoVideo({ ...systemActor, ...people[0]!, kind: "user", userId: admin.id, sessionId: "", locale: "en" });
  return accounts;
}
