import { z } from "zod";
import { sortSchema } from "@/lib/core/sort";
import { mailStates, type MailState } from "@/lib/core/mail-state";

/** What people are told of besides what they must know: a mail about one's own account is not among these and cannot be switched off. */
export const notificationKinds = ["invitation", "meeting_changed", "reminder", "recording_ready", "mention"] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** By which ways; a new way is a new name here. */
export const notificationChannels = ["mail"] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** What a person chose; what is missing has its default. */
export const notificationChoicesSchema = z.partialRecord(z.enum(notificationKinds), z.partialRecord(z.enum(notificationChannels), z.boolean()));
export type NotificationChoices = z.output<typeof notificationChoicesSchema>;

/** Everything one was asked to and all that others wait for; being named in a chat is seen in the room itself. */
export const notificationDefaults: Record<NotificationKind, Record<NotificationChannel, boolean>> = {
  invitation: { mail: true },
  meeting_changed: { mail: true },
  reminder: { mail: true },
  recording_ready: { mail: true },
  mention: { mail: false },
};

/** Those that are sent today, and so can be chosen. */
export const offeredNotifications = ["invitation", "meeting_changed", "reminder"] as const satisfies readonly NotificationKind[];

/** What the list of mails can be narrowed to; an address typed by hand narrows to what it says sensibly. */
const mailSorts = ["to", "attempts", "created"] as const;

export const mailFilterSchema = z.object({
  /** Part of an address, of a subject or of a kind's name; letter case ignored. */
  text: z.string().max(200).optional().catch(undefined),
  state: z.enum(mailStates).optional().catch(undefined),
  sort: sortSchema(mailSorts).optional().catch(undefined),
  /** The id of the last mail of the page before. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
export type MailFilter = z.output<typeof mailFilterSchema>;

export type MailItem = {
  id: number;
  /** Null on mails from before there were kinds. */
  kind: string | null;
  state: MailState;
  recipient: string;
  /** Empty until it was made the first time. */
  subject: string;
  attempts: number;
  createdAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  /** One of `mailEndings`, or the codes that the mail server or the network gave. */
  error: string | null;
};

export type MailDetail = MailItem & {
  userId: number | null;
  messageId: string;
  /** What it is made from, without what opens something. */
  facts: Record<string, unknown>;
  hasSecret: boolean;
  can: { retry: boolean; giveUp: boolean };
};
