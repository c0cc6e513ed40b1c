import { notificationDefaults, type NotificationChannel, type NotificationChoices, type NotificationKind } from "@/lib/notifications/contract";

/** Whether a person is told of this in this way: what they chose, else the default. */
export function isNotificationWanted(choices: NotificationChoices, kind: NotificationKind, channel: NotificationChannel): boolean {
  return choices[kind]?.[channel] ?? notificationDefaults[kind][channel];
}

/** The choices with these for mail; the other ways and the kinds that are not named stay as they are. */
export function withMailChoices(choices: NotificationChoices, mail: ReadonlyMap<NotificationKind, boolean>): NotificationChoices {
  const changed = [...mail].map(([kind, isOn]) => [kind, { ...choices[kind], mail: isOn }] as const);
  return { ...choices, ...Object.fromEntries(changed) };
}
