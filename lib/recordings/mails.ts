import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { recording } from "@/db/schema/recordings";
import { roomMember } from "@/db/schema/rooms";
import { formatDuration } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { isNotificationWanted } from "@/lib/notifications/policy";
import { defineMail, type Reader } from "@/lib/platform/mail/kind";

/** For those who still own the room, want such mails, and while the recording is there. */
async function isWanted(recordingId: string, reader: Reader): Promise<boolean> {
  const [row] = await db()
    .select({ choices: user.notificationChoices })
    .from(recording)
    .innerJoin(roomMember, and(eq(roomMember.roomId, recording.roomId), eq(roomMember.userId, reader.userId ?? 0), eq(roomMember.role, "owner")))
    .innerJoin(user, eq(user.id, roomMember.userId))
    .where(and(eq(recording.id, recordingId), isNull(recording.deletedAt)));
  return row !== undefined && isNotificationWanted(row.choices, "recording_ready", "mail");
}

const about = { recordingId: z.uuid(), room: z.string(), startedAt: z.iso.datetime(), page: z.url() };

/** A recording is saved: its room's owners get the file by a link that works for a day, and its page. */
export const recordingReadyMail = defineMail("recording.ready", {
  data: z.strictObject({ ...about, seconds: z.int(), url: z.url() }),
  secrets: ["url"],
  namespace: "recordings",
  isStillWanted: ({ recordingId }, reader) => isWanted(recordingId, reader),
  compose: ({ t, data, when }) => ({
    subject: t("mail.ready.subject", { room: data.room }),
    paragraphs: [t("mail.ready.text", { room: data.room, when: when(data.startedAt), length: formatDuration(data.seconds) }), t("mail.ready.page", { url: data.page, hours: Math.round(settings.recordingLinkSeconds / 3600) })],
    action: { label: t("mail.ready.action"), url: data.url },
    footnote: t("mail.footnote"),
  }),
});

/** A recording is deleted by itself in a week: for the owners of its room. */
export const recordingExpiresMail = defineMail("recording.expires", {
  data: z.strictObject({ ...about, expiresAt: z.iso.datetime() }),
  namespace: "recordings",
  isStillWanted: ({ recordingId }, reader) => isWanted(recordingId, reader),
  compose: ({ t, data, when }) => ({
    subject: t("mail.expires.subject", { room: data.room }),
    paragraphs: [t("mail.expires.text", { room: data.room, when: when(data.startedAt), end: when(data.expiresAt) })],
    action: { label: t("mail.expires.action"), url: data.page },
    footnote: t("mail.footnote"),
  }),
});
