import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call, callVisit, callWatch } from "@/db/schema/calls";
import { video } from "@/db/schema/videos";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { lockCall } from "@/lib/calls/commands/lock-call";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { showVideo, stopVideo } from "@/lib/calls/commands/show-video";
import { steerVideo } from "@/lib/calls/commands/steer-video";
import { positionAt } from "@/lib/calls/constants";
import { identityOf, type SteerVideoInput, type Watch } from "@/lib/calls/contract";
import { openGuest } from "@/lib/calls/guests";
import { syncCalls } from "@/lib/calls/sync";
import { enterCall } from "@/lib/calls/testing";
import { findPlaybackInCall, getWatchState } from "@/lib/calls/watch";
import { codeOf } from "@/lib/core/testing";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";
import { processForTest, uploadForTest } from "@/lib/videos/testing";

let livekit: FakeLivekit;
let uploader: UserActor;
let videoId: number;
let [owner, other, member]: UserActor[] = [];
let guest: GuestActor;
let slug: string;

const enter = (actor: UserActor | GuestActor) => enterCall(livekit, slug, actor, "member", []);

const told = () => (JSON.parse(livekit.rooms.get(slug)?.metadata || "{}") as { watch?: Watch }).watch;
const rows = () => db().select().from(callWatch);
const steer = (actor: Actor, wish: Omit<SteerVideoInput, "video_id">) => steerVideo(actor, slug, { video_id: videoId, ...wish });

beforeAll(async () => {
  uploader = await createActor({ role: "moderator" });
  videoId = await uploadForTest(uploader, { width: 160, height: 120, seconds: 4 }, { visibility: "private" });
  expect(await processForTest(videoId)).toBe(true);
});

beforeEach(async () => {
  livekit = useFakeLivekit();
  await db().delete(call);
  await db().update(video).set({ visibility: "private", ownerId: uploader.userId, deletedAt: null });
  [owner, other, member] = await Promise.all([createActor(), createActor(), createActor()]);
  ({ slug } = await createRoomWith([[owner!, "owner"], [other!, "administrator"], [member!, "member"]]));
  await db().update(video).set({ ownerId: owner!.userId }).where(eq(video.id, videoId));
  const opened = await openGuest(db(), "Guest");
  guest = { kind: "guest", ...opened, address: null, requestId: null };
});

test("a host shows a video: it stands at its start, is played, sought and paused for all, and each state has a higher number", async () => {
  await enter(owner!);
  await enter(member!);
  expect(await showVideo(owner!, slug, { video_id: videoId })).toEqual({ livekit_synced: true });
  expect(told()).toMatchObject({ version: 1, shown: { video: { id: videoId, title: "A clip" }, by: owner!.name, playing: false, position_ms: 0, everyone_steers: false } });
  const played = await steer(owner!, { playing: true });
  expect(played).toMatchObject({ version: 2, shown: { playing: true, position_ms: 0 } });
  const { now, ...state } = played;
  expect(told()).toEqual(state);
  expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(played.shown!.at));
  const sought = await steer(owner!, { position_ms: 2500 });
  expect(sought).toMatchObject({ version: 3, shown: { playing: true, position_ms: 2500 } });
  const paused = await steer(owner!, { playing: false, position_ms: 1200 });
  expect(paused).toMatchObject({ version: 4, shown: { playing: false, position_ms: 1200 } });
  expect(await getWatchState(member!, slug)).toMatchObject({ version: 4, shown: { position_ms: 1200 } });
  // A lock does not forget what is shown.
  await lockCall(owner!, slug, true);
  expect(told()).toMatchObject({ version: 4 });
});

test("a pause without a place counts from the database's clock, and no place is beyond the end", async () => {
  await enter(owner!);
  await showVideo(owner!, slug, { video_id: videoId });
  await steer(owner!, { playing: true });
  await db().update(callWatch).set({ at: new Date(Date.now() - 1500) });
  const { shown } = await steer(owner!, { playing: false });
  expect(shown!.position_ms).toBeGreaterThanOrEqual(1400);
  const atEnd = await steer(owner!, { position_ms: 60_000 });
  expect([atEnd.shown!.position_ms, positionAt({ ...atEnd.shown!, playing: true }, Date.now() + 99_000)]).toEqual([atEnd.shown!.video.duration_ms, atEnd.shown!.video.duration_ms]);
});

test("only hosts in the call show and steer; nothing is written for the rest until a host lets everyone steer", async () => {
  await enter(owner!);
  await enter(member!);
  await enter(guest);
  const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
  for (const actor of [member!, guest, other!]) expect(await codeOf(() => showVideo(actor, slug, { video_id: videoId }))).toBe("forbidden");
  expect([await codeOf(() => showVideo(anonymous, slug, { video_id: videoId })), await rows()]).toEqual(["unauthenticated", []]);
  await showVideo(owner!, slug, { video_id: videoId });
  for (const actor of [member!, guest]) {
    expect([await codeOf(() => steer(actor, { playing: true })), await codeOf(() => steer(actor, { everyone_steers: true })), await codeOf(() => stopVideo(actor, slug))]).toEqual(["forbidden", "forbidden", "forbidden"]);
  }
  expect([await codeOf(() => getWatchState(other!, slug)), await codeOf(() => getWatchState(anonymous, slug))]).toEqual(["forbidden", "unauthenticated"]);
  expect(await rows()).toMatchObject([{ version: 1, isPlaying: false }]);
  await steer(owner!, { everyone_steers: true });
  expect(await steer(guest, { playing: true })).toMatchObject({ version: 3, shown: { playing: true } });
  expect([await codeOf(() => steer(member!, { everyone_steers: false })), (await rows())[0]!.everyoneSteers]).toEqual(["forbidden", true]);
});

test("a host shows what they may see themselves, and a wish for the video before concerns nothing", async () => {
  await enter(owner!);
  await enter(other!);
  expect([await codeOf(() => showVideo(other!, slug, { video_id: videoId })), await codeOf(() => showVideo(owner!, slug, { video_id: 999_999 })), await rows()]).toEqual(["not_found", "not_found", []]);
  expect(await codeOf(() => steer(owner!, { playing: true }))).toBe("conflict");
  await showVideo(owner!, slug, { video_id: videoId });
  expect(await codeOf(() => steerVideo(owner!, slug, { video_id: videoId + 1, playing: true }))).toBe("conflict");
  expect(await rows()).toMatchObject([{ version: 1, isPlaying: false }]);
});

test("those in the call may play it while it is shown, a guest too, and nobody else; a removal ends that at once", async () => {
  await enter(owner!);
  await enter(member!);
  await enter(guest);
  const mayPlay = async () => Promise.all([member!, guest, other!].map(async (actor) => (await findPlaybackInCall(actor, videoId)) !== null));
  expect(await mayPlay()).toEqual([false, false, false]);
  await showVideo(owner!, slug, { video_id: videoId });
  expect(await mayPlay()).toEqual([true, true, false]);
  await removeFromCall(owner!, slug, { identity: identityOf(guest)! });
  expect(await mayPlay()).toEqual([true, false, false]);
  await db().update(callVisit).set({ leftAt: new Date(Date.now() - 600_000), joinedAt: new Date(Date.now() - 900_000) }).where(eq(callVisit.identity, identityOf(member!)!));
  expect(await mayPlay()).toEqual([false, false, false]);
  await enter(member!);
  await stopVideo(owner!, slug);
  expect([await mayPlay(), told()]).toEqual([[false, false, false], { version: 2, shown: null }]);
});

test("a video that is deleted, or that whoever shows it may not see any more, is shown no more", async () => {
  await enter(owner!);
  await enter(member!);
  for (const change of [{ deletedAt: new Date() }, { ownerId: uploader.userId }]) {
    await db().update(video).set({ ownerId: owner!.userId, deletedAt: null }).where(eq(video.id, videoId));
    await showVideo(owner!, slug, { video_id: videoId });
    expect(await findPlaybackInCall(member!, videoId)).not.toBeNull();
    await db().update(video).set(change).where(eq(video.id, videoId));
    expect([await findPlaybackInCall(member!, videoId), (await getWatchState(member!, slug)).shown, await codeOf(() => steer(owner!, { playing: true }))]).toEqual([null, null, "conflict"]);
    await syncCalls();
    expect(told()?.shown).toBeNull();
  }
});

test("what is shown ends with the call; the next call starts without", async () => {
  await enter(owner!);
  await showVideo(owner!, slug, { video_id: videoId });
  await endCallForAll(owner!, slug);
  expect([await rows(), await findPlaybackInCall(member!, videoId), await codeOf(() => stopVideo(owner!, slug))]).toEqual([[], null, "conflict"]);
  await enter(owner!);
  expect(await getWatchState(owner!, slug)).toMatchObject({ version: 0, shown: null });
});

test("while LiveKit is away the decision stands, and the call hears it later", async () => {
  await enter(owner!);
  livekit.isAway = true;
  expect(await showVideo(owner!, slug, { video_id: videoId })).toEqual({ livekit_synced: false });
  expect(await steer(owner!, { playing: true })).toMatchObject({ version: 2, shown: { playing: true } });
  livekit.isAway = false;
  await syncCalls();
  expect(told()).toMatchObject({ version: 2, shown: { playing: true } });
  const actions = await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.actorId, owner!.userId));
  expect(actions.map(({ action }) => action)).toContain("call.video_shown");
});
