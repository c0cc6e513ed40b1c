import { isAdmin, isSignedOut, type Actor } from "@/lib/authz/actor";
import { allow, deny, type Verdict } from "@/lib/authz/authorize";
import type { MailState } from "@/lib/core/mail-state";
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

/** Mails name addresses and what happened to their accounts: administrators only. */
export function canManageMails(actor: Actor): Verdict {
  return isAdmin(actor) ? allow : deny(isSignedOut(actor) ? "unauthenticated" : "forbidden");
}

type Standing = { state: MailState; data: unknown };

/** A failed mail can be tried again while what it is made from is still there. */
export function canRetryMail({ state, data }: Standing): Verdict {
  if (state !== "failed") return deny("conflict", "Only a mail that failed can be tried again.");
  return data === null ? deny("conflict", "This mail cannot be made again: its link has expired, or the person was told at once that it failed.") : allow;
}

/** What is sent or taken back already stays what it is. */
export function canGiveUpMail({ state }: Pick<Standing, "state">): Verdict {
  return state === "failed" || state === "queued" ? allow : deny("conflict", "This mail is not waiting any more.");
}
