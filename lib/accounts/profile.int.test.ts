import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { adoptTimeZone, changeNotifications, changeRoomDefaults, updateProfile } from "@/lib/accounts/commands/update-profile";
import { profileSchema } from "@/lib/accounts/contract";
import { getProfile } from "@/lib/accounts/profile";
import { findLiveSession } from "@/lib/accounts/sessions";
import type { Actor } from "@/lib/authz/actor";
import { createRoom } from "@/lib/rooms/commands/create-room";

const nobody: Actor = { kind: "anonymous", address: null, requestId: null };

test("name, language, time zone, notifications and the start of new rooms are kept and recorded", async () => {
  const ada = await createActor({ isTimeZoneChosen: false });
  await updateProfile(ada, { name: "Ada King", locale: "fr", timeZone: "Europe/Paris" });
  await changeNotifications(ada, { reminder: { mail: false } });
  await changeRoomDefaults(ada, { access_level: "restricted", listed: true });
  expect(await getProfile(ada)).toMatchObject({ name: "Ada King", locale: "fr", timeZone: "Europe/Paris", notificationChoices: { reminder: { mail: false } }, roomDefaults: { access_level: "restricted", listed: true } });
  expect((await findLiveSession(ada.sessionId))?.timeZone).toBe("Europe/Paris");
  const trail = await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.actorId, ada.userId));
  expect(trail.map(({ action }) => action)).toEqual(["account.profile_changed", "account.notifications_changed", "account.room_defaults_changed"]);
  for (const run of [updateProfile(nobody, { name: "x", locale: "en", timeZone: "UTC" }), changeNotifications(nobody, {}), changeRoomDefaults(nobody, {}), adoptTimeZone(nobody, "UTC")]) await expect(run).rejects.toMatchObject({ code: "unauthenticated" });
});

test("a new room starts as its maker's profile says, unless the maker says otherwise", async () => {
  const ada = await createActor({ roomDefaults: { access_level: "restricted", listed: true } });
  expect(await createRoom(ada, { name: "Quiet corner" })).toMatchObject({ access_level: "restricted", listed: true });
  expect(await createRoom(ada, { name: "Open corner", access_level: "public", listed: false })).toMatchObject({ access_level: "public", listed: false });
  expect(await createRoom(await createActor(), { name: "Plain corner" })).toMatchObject({ access_level: "public", listed: false });
});

test("the zone of the browser is taken over once, and never over a choice", async () => {
  const ada = await createActor({ isTimeZoneChosen: false });
  expect((await findLiveSession(ada.sessionId))?.timeZone).toBeNull();
  expect([await adoptTimeZone(ada, "Asia/Tokyo"), await adoptTimeZone(ada, "Europe/Rome")]).toEqual([true, false]);
  expect((await db().select().from(user).where(eq(user.id, ada.userId)))[0]).toMatchObject({ timeZone: "Asia/Tokyo", isTimeZoneChosen: true });
});

test("only names of the time zone database are time zones", () => {
  const zoneOf = (time_zone: string) => profileSchema.safeParse({ name: "Ada", locale: "en", time_zone }).success;
  expect(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"].map(zoneOf)).toEqual([true, true, true]);
  expect(["", "+01:00", "Mars/Phobos", "Europe/Berlin\0", "x".repeat(100), "../etc/passwd"].map(zoneOf)).toEqual(Array(6).fill(false));
});
