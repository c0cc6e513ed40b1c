import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { call, callVisit } from "@/db/schema/calls";
import { findPictures, getPictureKey, picturePath } from "@/lib/accounts/pictures";
import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { openGuest } from "@/lib/calls/guests";
import { enterCall } from "@/lib/calls/testing";
import { isAppError } from "@/lib/core/errors";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
let owner: UserActor;
let elsewhere: UserActor;
let guest: GuestActor;
let slug: string;
const names = { owner: "a".repeat(40), elsewhere: "b".repeat(40) };

beforeEach(async () => {
  livekit = useFakeLivekit();
  await db().delete(call);
  [owner, elsewhere] = await Promise.all([createActor(), createActor()]);
  await db().update(user).set({ picture: names.owner }).where(eq(user.id, owner.userId));
  await db().update(user).set({ picture: names.elsewhere }).where(eq(user.id, elsewhere.userId));
  guest = { kind: "guest", ...(await openGuest(db(), "Guest")), address: "203.0.113.9", requestId: null };
  const other = await createRoomWith([[elsewhere, "owner"]], { accessLevel: "public" });
  ({ slug } = await createRoomWith([[owner, "owner"]], { accessLevel: "public" }));
  await enterCall(livekit, slug, owner, "owner");
  await enterCall(livekit, other.slug, elsewhere, "owner");
});

async function keyOf(name: string): Promise<string> {
  try {
    return await getPictureKey(guest, name, 96);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
const ask = () => findPictures(guest, [owner.userId, elsewhere.userId]);
const nobody = () => ({ pictures: {}, unknown: [owner.userId, elsewhere.userId] });

test("a guest sees the pictures of those who are in the call with them, and nobody else's", async () => {
  expect([await ask(), await keyOf(names.owner)]).toEqual([nobody(), "not_found"]);
  await enterCall(livekit, slug, guest, "guest");
  expect(await ask()).toEqual({ pictures: { [owner.userId]: picturePath(names.owner) }, unknown: [elsewhere.userId] });
  expect([await keyOf(names.owner), await keyOf(names.elsewhere), await keyOf("c".repeat(40))]).toEqual([`pictures/${names.owner}/96.webp`, "not_found", "not_found"]);
});

test("who has left, a guest who was removed, and a call that is over show nothing more", async () => {
  const identity = await enterCall(livekit, slug, guest, "guest");
  await db().update(callVisit).set({ leftAt: new Date() }).where(eq(callVisit.identity, `u${owner.userId}`));
  expect([await ask(), await keyOf(names.owner)]).toEqual([nobody(), "not_found"]);
  await db().update(callVisit).set({ leftAt: null }).where(eq(callVisit.identity, `u${owner.userId}`));
  expect(await keyOf(names.owner)).not.toBe("not_found");

  await removeFromCall(owner, slug, { identity });
  expect([await ask(), await keyOf(names.owner)]).toEqual([nobody(), "not_found"]);
  await db().delete(call);
  expect(await ask()).toEqual(nobody());
});
