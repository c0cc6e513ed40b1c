import { z } from "zod";

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
