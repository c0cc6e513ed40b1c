import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meeting, meetingAttendee, meetingOccurrence } from "@/db/schema/meetings";
import { settings } from "@/lib/core/settings";
import type { NotificationKind } from "@/lib/notifications/contract";
import { isNotificationWanted } from "@/lib/notifications/policy";
import { defineMail, type MailContent, type Reader, type Words } from "@/lib/platform/mail/kind";
import type { MailCalendar } from "@/lib/platform/mail/transport";

/** What a mail about a meeting says. It is read when the mail is queued, a moment before it goes out. */
const facts = z.strictObject({
  meetingId: z.int(),
  sequence: z.int(),
  title: z.string(),
  startsAt: z.iso.datetime(),
  isRepeated: z.boolean(),
  host: z.string(),
  url: z.url(),
  calendar: z.string(),
});
type Facts = z.output<typeof facts>;
export type MeetingMailFacts = Facts;

const minutes = Math.round(settings.meetingReminderSeconds / 60);

/** Whether a person wants mails of this kind; an address without an account always does: it was asked by name. */
async function isWantedBy(reader: Reader, kind: NotificationKind): Promise<boolean> {
  if (reader.userId === null) return true;
  const [row] = await db().select({ choices: user.notificationChoices }).from(user).where(eq(user.id, reader.userId));
  return row !== undefined && isNotificationWanted(row.choices, kind, "mail");
}

/** What was told is still what holds; a newer change has a mail of its own. */
async function isCurrent({ meetingId, sequence }: Facts): Promise<boolean> {
  const [row] = await db().select({ sequence: meeting.sequence }).from(meeting).where(eq(meeting.id, meetingId));
  return row?.sequence === sequence;
}

function content(t: Words, kind: "invite" | "changed" | "cancelled" | "removed", data: Facts, when: (at: string) => string): MailContent {
  const { title, host } = data;
  const isOn = kind === "invite" || kind === "changed";
  const hours = t(data.isRepeated ? "mail.whenRepeated" : "mail.when", { when: when(data.startsAt) });
  const calendar: MailCalendar = { method: isOn ? "REQUEST" : "CANCEL", filename: "meeting.ics", content: data.calendar };
  return {
    greeting: t("mail.greeting"),
    subject: t(`mail.${kind}.subject`, { title }),
    paragraphs: [t(`mail.${kind}.text`, { title, host }), hours, t("mail.host", { name: host })],
    ...(isOn ? { action: { label: t("mail.open"), url: data.url } } : {}),
    footnote: t("mail.footer"),
    calendar,
  };
}

const about = (kind: "invite" | "changed" | "cancelled" | "removed", notification: NotificationKind) =>
  defineMail(`meeting.${kind}`, {
    data: facts,
    namespace: "meetings",
    isStillWanted: async (data, reader) => (await isWantedBy(reader, notification)) && (kind === "removed" || (await isCurrent(data))),
    compose: ({ t, data, when }) => content(t, kind, data, when),
  });

export const meetingInviteMail = about("invite", "invitation");
export const meetingChangedMail = about("changed", "meeting_changed");
export const meetingCancelledMail = about("cancelled", "meeting_changed");
export const meetingRemovedMail = about("removed", "meeting_changed");

/** Ten minutes before; not for what was moved, called off or has begun since it was queued, and not for those who were taken off. */
export const meetingReminderMail = defineMail("meeting.reminder", {
  data: z.strictObject({ occurrenceId: z.int(), attendeeId: z.int().nullable(), title: z.string(), startsAt: z.iso.datetime(), host: z.string(), url: z.url() }),
  namespace: "meetings",
  isStillWanted: async ({ occurrenceId, attendeeId, startsAt }, reader) => {
    const [row] = await db()
      .select({ startsAt: meetingOccurrence.startsAt })
      .from(meetingOccurrence)
      .innerJoin(meeting, and(eq(meeting.id, meetingOccurrence.meetingId), isNull(meeting.cancelledAt)))
      .where(and(eq(meetingOccurrence.id, occurrenceId), isNull(meetingOccurrence.cancelledAt)));
    if (!row || row.startsAt.getTime() !== Date.parse(startsAt) || row.startsAt.getTime() <= Date.now()) return false;
    if (attendeeId !== null && (await db().$count(meetingAttendee, and(eq(meetingAttendee.id, attendeeId), isNull(meetingAttendee.removedAt)))) === 0) return false;
    return isWantedBy(reader, "reminder");
  },
  compose: ({ t, data, when }) => ({
    greeting: t("mail.greeting"),
    subject: t("mail.reminder.subject", { title: data.title, minutes }),
    paragraphs: [t("mail.reminder.text", { title: data.title }), t("mail.when", { when: when(data.startsAt) }), t("mail.host", { name: data.host })],
    action: { label: t("mail.open"), url: data.url },
    footnote: t("mail.footer"),
  }),
});
