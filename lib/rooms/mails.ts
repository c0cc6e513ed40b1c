import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomInvitation } from "@/db/schema/rooms";
import { settings } from "@/lib/core/settings";
import { isNotificationWanted } from "@/lib/notifications/policy";
import { defineMail } from "@/lib/platform/mail/kind";
import { roomRoles } from "@/lib/rooms/constants";

/** Whether a person wants mails of invitations; an address without an account always does: it was asked by name. */
async function isWantedBy(userId: number | null): Promise<boolean> {
  if (userId === null) return true;
  const [row] = await db().select({ choices: user.notificationChoices }).from(user).where(eq(user.id, userId));
  return row !== undefined && isNotificationWanted(row.choices, "invitation", "mail");
}

/** Somebody is asked to become a member. Not sent any more when it was taken back, used, or a newer mail has the link that works. */
export const roomInvitationMail = defineMail("room.invitation", {
  data: z.strictObject({ invitationId: z.int(), mailedAt: z.iso.datetime(), room: z.string(), by: z.string(), role: z.enum(roomRoles), expiresAt: z.iso.datetime(), url: z.url() }),
  secrets: ["url"],
  namespace: "invitations",
  isStillWanted: async ({ invitationId, mailedAt }, reader) => {
    const isOpen = and(eq(roomInvitation.id, invitationId), isNull(roomInvitation.revokedAt), isNull(roomInvitation.acceptedAt), gt(roomInvitation.expiresAt, sql`now()`));
    const [row] = await db().select({ mailedAt: roomInvitation.mailedAt }).from(roomInvitation).innerJoin(room, and(eq(room.id, roomInvitation.roomId), isNull(room.deletedAt))).where(isOpen);
    return row?.mailedAt?.toISOString() === mailedAt && isWantedBy(reader.userId);
  },
  compose: ({ t, data, when }) => ({
    subject: t("mail.subject", { room: data.room }),
    paragraphs: [t("mail.text", { room: data.room, by: data.by }), t(`mail.roles.${data.role}`), t("mail.until", { when: when(data.expiresAt), days: Math.round(settings.invitationSeconds / 86_400) })],
    action: { label: t("mail.open"), url: data.url },
    footnote: t("mail.footnote"),
  }),
});
