import { expect, test } from "vitest";
import { notificationDefaults, notificationKinds } from "@/lib/notifications/contract";
import { isNotificationWanted, withMailChoices } from "@/lib/notifications/policy";

test("without a choice the default decides, with one the choice", () => {
  for (const kind of notificationKinds) {
    expect(isNotificationWanted({}, kind, "mail")).toBe(notificationDefaults[kind].mail);
    for (const mail of [true, false]) expect(isNotificationWanted({ [kind]: { mail } }, kind, "mail")).toBe(mail);
  }
});

test("a choice about one kind leaves the others alone", () => {
  expect(withMailChoices({ mention: { mail: true }, reminder: { mail: true } }, new Map([["reminder", false]]))).toEqual({ mention: { mail: true }, reminder: { mail: false } });
});
