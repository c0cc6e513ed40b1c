import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomInvitation } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { hashToken, randomToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { cancelMails, queueMail, type MailRecipient } from "@/lib/platform/mail/queue";
import type { RoomRole } from "@/lib/rooms/contract";
import { roomInvitationMail } from "@/lib/rooms/mails";

export type InvitationRow = typeof roomInvitation.$inferSelect;

/** What is stored of a link's token. */
export function invitationHash(token: string): string {
  return hashToken("room invitation", token);
}

/** The mails of one invitation, to take them back. */
export function invitationMails(invitationId: number): string {
  return `room-invitation:${invitationId}`;
}

/** What limits count a mailbox under, and the log names it by: no address of a stranger is kept there. */
export function invitedAddressKey(email: string): string {
  return hashToken("invited address", email);
}

/** What the log keeps of a stranger's address. */
export function invitationDetails({ id, email, role }: Pick<InvitationRow, "id" | "email" | "role">): Record<string, unknown> {
  return { invitation: id, addressHash: invitedAddressKey(email), role };
}

/** In the reader's own language where the address is an account's; nobody but the reader can tell. */
async function recipientOf(tx: Tx, actor: UserActor, email: string): Promise<MailRecipient> {
  const [known] = await tx.select({ id: user.id }).from(user).where(and(eq(user.email, email), eq(user.isActive, true)));
  return known ? { userId: known.id } : { email, locale: actor.locale, ...(actor.timeZone ? { timeZone: actor.timeZone } : {}) };
}

/**
 * A new link for an address, and the mail that brings it, under the room's lock; the links of earlier mails open nothing
 * any more, and the invitation rests on the asker's right from now on.
 */
export async function sendInvitation(tx: Tx, actor: UserActor, { roomId, email, role, open }: { roomId: number; email: string; role: RoomRole; open: Pick<InvitationRow, "id"> | undefined }): Promise<InvitationRow> {
  const token = randomToken();
  const values = { role, tokenHash: invitationHash(token), invitedBy: actor.userId, mailedAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${settings.invitationSeconds})` };
  const [row] = open
    ? await tx.update(roomInvitation).set(values).where(eq(roomInvitation.id, open.id)).returning()
    : await tx.insert(roomInvitation).values({ roomId, email, ...values }).returning();
  const [at] = await tx.select({ name: room.name }).from(room).where(eq(room.id, roomId));
  if (!row?.mailedAt || !at) throw new Error("the invitation was not returned");
  await cancelMails(tx, invitationMails(row.id));
  await queueMail(tx, roomInvitationMail, {
    to: await recipientOf(tx, actor, email),
    data: { invitationId: row.id, mailedAt: row.mailedAt.toISOString(), room: at.name, by: actor.name, role, expiresAt: row.expiresAt.toISOString(), url: `${env().APP_URL}/invitation/${token}` },
    cancelKey: invitationMails(row.id),
  });
  return row;
}
