import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import type { Locale } from "@/lib/accounts/contract";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import type { NotificationChoices } from "@/lib/notifications/contract";
import type { RoomDefaults } from "@/lib/rooms/contract";

type Changes = Partial<Pick<typeof user.$inferInsert, "name" | "locale" | "timeZone" | "isTimeZoneChosen" | "roomDefaults" | "notificationChoices" | "takesDirect">>;

async function change(actor: Actor, changes: Changes, action: string): Promise<void> {
  const person = requireUser(actor);
  await transaction(async (tx) => {
    await tx.update(user).set({ ...changes, updatedAt: sql`now()` }).where(eq(user.id, person.userId));
    await recordAudit(tx, actor, { action, target: { type: "user", id: person.userId } });
  });
}

/** Changes one's own display name, language and time zone. @throws AppError unauthenticated */
export async function updateProfile(actor: Actor, changes: { name: string; locale: Locale; timeZone: string }): Promise<void> {
  await change(actor, { ...changes, isTimeZoneChosen: true }, "account.profile_changed");
}

/** What one's new rooms start with. @throws AppError unauthenticated */
export async function changeRoomDefaults(actor: Actor, roomDefaults: RoomDefaults): Promise<void> {
  await change(actor, { roomDefaults }, "account.room_defaults_changed");
}

/** What one is told of, and how. @throws AppError unauthenticated */
export async function changeNotifications(actor: Actor, notificationChoices: NotificationChoices): Promise<void> {
  await change(actor, { notificationChoices }, "account.notifications_changed");
}

/** Whether people from one's rooms may begin to write to one alone; conversations that there are go on. @throws AppError unauthenticated */
export async function changeTakesDirect(actor: Actor, takesDirect: boolean): Promise<void> {
  await change(actor, { takesDirect }, "account.direct_changed");
}

/**
 * Takes the zone of a person's browser over while they have chosen none themselves. Answers whether it was news. Not in
 * the audit log: nobody decided anything. @throws AppError unauthenticated
 */
export async function adoptTimeZone(actor: Actor, timeZone: string): Promise<boolean> {
  const { userId } = requireUser(actor);
  const taken = await db().update(user).set({ timeZone, isTimeZoneChosen: true }).where(and(eq(user.id, userId), eq(user.isTimeZoneChosen, false))).returning({ id: user.id });
  return taken.length > 0;
}
