import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { video, videoCaption, videoLink, videoOutput } from "@/db/schema/videos";
import { endSessions } from "@/lib/accounts/sessions";
import type { UserActor } from "@/lib/authz/actor";
import { openGuest } from "@/lib/calls/guests";
import { guestCookie } from "@/lib/http/guest-cookie";
import { videoLinkCookies } from "@/lib/http/video-link-cookie";
import { storage } from "@/lib/platform/storage/storage";
import { leaveRoom } from "@/lib/rooms/commands/change-membership";
import { deleteVideo } from "@/lib/videos/commands/change-video";
import { setVideoLinkRevoked } from "@/lib/videos/commands/share-video";
import { processForTest, testFile, uploadForTest, videoRow } from "@/lib/videos/testing";
import { handleSegments } from "@/server/gateway/segments";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

/* Who reads which file of which video: every file of a video has one rule, and nothing beside it is a file. */

const visibilities = ["private", "room", "authenticated", "public"] as const;
const states = {
  ready: {},
  "being improved": { processingStatus: "processing" },
  "not made yet": { processingStatus: "processing", publishedGeneration: null },
  failed: { processingStatus: "failed", processingErrorCode: "internal" },
  deleted: { deletedAt: new Date() },
} as const satisfies Record<string, Partial<typeof video.$inferInsert>>;
type State = keyof typeof states;

let gateway: Awaited<ReturnType<typeof serveGateway>>;
let owner: UserActor;
let member: UserActor;
let roomId: number;
let made: Awaited<ReturnType<typeof videoRow>>;
let output: typeof videoOutput.$inferSelect;
let cues: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  owner = await createActor();
  member = await createActor();
  const [stranger, moderator, left] = [await createActor(), await createActor({ role: "moderator" }), await createActor()];
  ({ id: roomId } = await createRoomWith([[await createActor(), "owner"], [member, "member"]]));
  for (const [name, actor] of Object.entries({ stranger, member, owner, moderator, ended: left })) cookies[name] = await cookieOf(actor);
  await transaction((tx) => endSessions(tx, eq(session.id, left.sessionId)));
  const guest = guestCookie((await openGuest(db(), "Guest")).guestId);
  Object.assign(cookies, { anonymous: "", guest: `${guest.name}=${guest.value}`, forged: "access_token=forged; video_link=1.forged" });
  const uploader = await createActor({ role: "moderator" });
  const id = await uploadForTest(uploader, { width: 160, height: 120, seconds: 1 });
  expect(await processForTest(id)).toBe(true);
  made = await videoRow(id);
  [output] = (await db().select().from(videoOutput).where(eq(videoOutput.videoId, id))) as [typeof output];
  cues = await testFile("cues.vtt");
  await writeFile(cues, "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n");
  gateway = await serveGateway(handleSegments);
});
afterAll(() => gateway.stop());

type Made = { id: number; captionId: number; linkId: number; endedLinkId: number };

/** A video like the one that was made, of `owner`; many rows share its files. */
async function copyVideo(visibility: (typeof visibilities)[number], state: State): Promise<Made> {
  const { id: _id, uploadId: _upload, ...row } = made;
  const change: Partial<typeof video.$inferInsert> = states[state];
  const [copy] = await db().insert(video).values({ ...row, ...change, ownerId: owner.userId, visibility, roomId: visibility === "room" ? roomId : null, sourceKey: `sources/${randomUUID()}` }).returning({ id: video.id });
  const { id } = copy!;
  if (change.publishedGeneration !== null) await db().insert(videoOutput).values({ ...output, videoId: id });
  const storageKey = `captions/${randomUUID()}`;
  await storage().putFile(cues, storageKey);
  const [caption] = await db().insert(videoCaption).values({ videoId: id, language: "en", label: "English", storageKey }).returning({ id: videoCaption.id });
  const links = await db().insert(videoLink).values([{ videoId: id }, { videoId: id, expiresAt: new Date(0) }]).returning({ id: videoLink.id });
  return { id, captionId: caption!.id, linkId: links[0]!.id, endedLinkId: links[1]!.id };
}

const linkCookie = (linkId: number, videoId: number) => {
  const [cookie] = videoLinkCookies(linkId, videoId, null);
  return `${cookie!.name}=${cookie!.value}`;
};

/** Every file that a video has. */
function filesOf({ id, captionId }: Made): string[] {
  const files = ["master.m3u8", "480p/index.m3u8", `480p/segment_g${output.generation}_00000.ts`, "poster.jpg", "storyboard.vtt", "storyboard_01.jpg", "chapters.vtt", `captions/${captionId}/cues.vtt`];
  return files.map((file) => `/api/video/${id}/${file}`);
}

/** The one status that all files of a video have for somebody. */
async function statusOf(of: Made, cookie: string): Promise<number | string> {
  const found = await Promise.all(filesOf(of).map(async (file) => (await gateway.ask(file, { cookie })).status));
  return new Set(found).size === 1 ? found[0]! : found.join(" ");
}

const actorNames = ["anonymous", "forged", "ended", "guest", "stranger", "member", "owner", "moderator", "link", "ended link", "another's link", "stranger, link"];
const noVideo: Made = { id: 999_999, captionId: 1, linkId: 0, endedLinkId: 0 };

async function rowOf(of: Made, other: Made): Promise<string> {
  const asked = { ...cookies, link: linkCookie(of.linkId, of.id), "ended link": linkCookie(of.endedLinkId, of.id), "another's link": linkCookie(other.linkId, other.id), "stranger, link": `${cookies.stranger}; ${linkCookie(of.linkId, of.id)}` };
  const row: (number | string)[] = [];
  for (const name of actorNames) row.push(await statusOf(of, asked[name as keyof typeof asked] ?? ""));
  return row.join(" ");
}

it("answers by this table for playlists, segments, pictures, captions and chapters alike", async () => {
  const other = await copyVideo("private", "ready");
  const table: Record<string, string> = {};
  for (const visibility of visibilities) for (const state of Object.keys(states) as State[]) table[`${visibility}, ${state}`] = await rowOf(await copyVideo(visibility, state), other);
  table["none such"] = await rowOf(noVideo, other);
  // anonymous, forged, ended, guest, stranger, member of the room, owner, moderator, link, ended link, another's link, stranger with a link
  expect(table).toEqual({
    "private, ready":                "401 401 401 401 404 404 200 200 200 401 401 200",
    "private, being improved":       "401 401 401 401 404 404 200 200 200 401 401 200",
    "private, not made yet":         "401 401 401 401 404 404 404 404 401 401 401 404",
    "private, failed":               "401 401 401 401 404 404 200 200 401 401 401 404",
    "private, deleted":              "401 401 401 401 404 404 404 404 401 401 401 404",
    "room, ready":                   "401 401 401 401 404 200 200 200 200 401 401 200",
    "room, being improved":          "401 401 401 401 404 200 200 200 200 401 401 200",
    "room, not made yet":            "401 401 401 401 404 404 404 404 401 401 401 404",
    "room, failed":                  "401 401 401 401 404 404 200 200 401 401 401 404",
    "room, deleted":                 "401 401 401 401 404 404 404 404 401 401 401 404",
    "authenticated, ready":          "401 401 401 401 200 200 200 200 200 401 401 200",
    "authenticated, being improved": "401 401 401 401 200 200 200 200 200 401 401 200",
    "authenticated, not made yet":   "401 401 401 401 404 404 404 404 401 401 401 404",
    "authenticated, failed":         "401 401 401 401 404 404 200 200 401 401 401 404",
    "authenticated, deleted":        "401 401 401 401 404 404 404 404 401 401 401 404",
    "public, ready":                 "401 401 401 401 200 200 200 200 200 401 401 200",
    "public, being improved":        "401 401 401 401 200 200 200 200 200 401 401 200",
    "public, not made yet":          "401 401 401 401 404 404 404 404 401 401 401 404",
    "public, failed":                "401 401 401 401 404 404 200 200 401 401 401 404",
    "public, deleted":               "401 401 401 401 404 404 404 404 401 401 401 404",
    "none such":                     "401 401 401 401 404 404 404 404 401 401 401 404",
  });
});

it("has no address for what was uploaded, nor for what stands beside the files", async () => {
  const { id } = await copyVideo("public", "ready");
  const { sourceKey } = await videoRow(id);
  for (const path of ["source", sourceKey, `../../${made.sourceKey}`, "output.json", "g1/master.m3u8", "480p/", "captions/", `../../storage/${made.sourceKey}`]) {
    for (const cookie of [cookies.anonymous, cookies.owner, cookies.moderator]) expect([404, 418], path).toContain((await gateway.ask(`/api/video/${id}/${path}`, { cookie: cookie ?? "" })).status);
  }
});

it("stops at the next segment when the sign-in ends, the room is left, the link is revoked or the video is deleted", async () => {
  const [shared, forAll] = [await copyVideo("room", "ready"), await copyVideo("authenticated", "ready")];
  const segment = (of: Made) => `/api/video/${of.id}/480p/segment_g${output.generation}_00000.ts`;
  const status = async (of: Made, cookie: string) => (await gateway.ask(segment(of), { cookie })).status;
  const viewer = await createActor();
  const theirs = await cookieOf(viewer);
  expect([await status(shared, cookies.member!), await status(forAll, theirs), await status(forAll, cookies.stranger!)]).toEqual([200, 200, 200]);
  await leaveRoom(member, roomId);
  expect(await status(shared, cookies.member!)).toBe(404);
  await transaction((tx) => endSessions(tx, eq(session.id, viewer.sessionId)));
  expect(await status(forAll, theirs)).toBe(401);
  const link = linkCookie(forAll.linkId, forAll.id);
  expect(await status(forAll, link)).toBe(200);
  await setVideoLinkRevoked(owner, forAll.id, forAll.linkId, true);
  expect(await status(forAll, link)).toBe(401);
  await deleteVideo(owner, forAll.id);
  expect(await status(forAll, cookies.stranger!)).toBe(404);
});
