import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { createRoomWith, createUser, signIn } from "@/db/factories";
import { call, callCaption } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import { recording } from "@/db/schema/recordings";
import { roomInvitation } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { createApplication } from "@/lib/applications/commands/create-application";
import { issueToken } from "@/lib/applications/commands/issue-token";
import { scopes, type Scope } from "@/lib/applications/contract";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { uploadFile } from "@/lib/chat/commands/upload-file";
import { storage } from "@/lib/platform/storage/storage";
import { workFolder } from "@/lib/platform/storage/work-folder";
import { addCaption } from "@/lib/videos/commands/change-captions";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { uuidOf } from "@/lib/meetings/names";
import { livePath } from "@/lib/recordings/work-file";
import { inviteToRoom } from "@/lib/rooms/commands/invite";
import { deleteRoom } from "@/lib/rooms/commands/delete-room";
import { openGuest } from "@/lib/calls/guests";
import { guestCookie } from "@/lib/http/guest-cookie";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";

/** Headers that say who asks. */
export type Credentials = Record<string, string>;
export type People = Record<"stranger" | "member" | "host" | "owner" | "moderator" | "admin", UserActor>;
/** What exists for one question: made anew for each, because an answer may use it up. */
export type Things = { roomId: number; slug: string; entryId: number; invitationId: number; messageId: number; fileId: string; memberId: number; ownerId: number; knownId: number; meetingId: number; meetingUuid: string; recordingId: string; videoId: number; captionId: number; uploadId: string; serial: number };
type Asked = { body?: unknown; headers?: Record<string, string> };

export type Accounts = Record<keyof People, Awaited<ReturnType<typeof createUser>>>;

/** One account for each column of people. */
export async function makeAccounts(): Promise<Accounts> {
  const [stranger, member, host, owner, moderator, admin] = await Promise.all([createUser(), createUser(), createUser(), createUser(), createUser({ role: "moderator" }), createUser({ role: "admin" })]);
  return { stranger, member, host, owner, moderator, admin };
}

/** All of them with a session of their own: some answers end it. */
export async function signInAll(accounts: Accounts): Promise<People> {
  const entries = await Promise.all(Object.entries(accounts).map(async ([name, account]) => [name, await signIn(account)] as const));
  return Object.fromEntries(entries) as People;
}

/** The credentials of every column, by its name. */
export async function credentialsOf(people: People): Promise<Record<string, Credentials>> {
  const cookies = await Promise.all(Object.entries(people).map(async ([name, actor]) => [name, { cookie: `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}` }] as const));
  return { nobody: {}, ...Object.fromEntries(cookies), program: await programOf(people, []), scoped: await programOf(people, [...scopes]) };
}

async function programOf({ admin, owner }: People, granted: Scope[]): Promise<Credentials> {
  const { clientId, secret } = await createApplication(admin, { name: "Program", scopes: granted, allowedDomains: ["example.test"], mayCreatePublicRooms: false, mayCreateUsers: false });
  const anonymous = { kind: "anonymous", address: "203.0.113.1", requestId: null } as const;
  const { access_token: token } = await issueToken(anonymous, { client_id: clientId, client_secret: secret, grant_type: "client_credentials", scope: owner.email });
  return { authorization: `Bearer ${token}` };
}

/** The cookie of somebody who gave a name at a door once. */
export async function guestCredentials(): Promise<Credentials> {
  const { guestId } = await openGuest(db(), "Guest");
  const { name, value } = guestCookie(guestId);
  return { cookie: `${name}=${value}` };
}

/** Somebody who waits to be let into the room's call. */
async function makeWaiting(roomId: number): Promise<number> {
  const { guestId, name } = await openGuest(db(), "Waiting");
  const [entry] = await db().insert(lobbyEntry).values({ roomId, guestId, name }).returning({ id: lobbyEntry.id });
  return entry!.id;
}

/** A room, and a meeting of its owner in it that is open; the room of the route that brings back is deleted. */
export async function makeRoom({ owner, host, member }: People, route: string): Promise<Pick<Things, "roomId" | "slug" | "entryId" | "invitationId" | "messageId" | "fileId" | "memberId" | "ownerId" | "knownId" | "meetingId" | "meetingUuid" | "recordingId">> {
  const { id, slug } = await createRoomWith([[owner, "owner"], [host, "administrator"], [member, "member"]], { accessLevel: "restricted" });
  const meeting = await createMeeting(owner, { title: "Review", starts_at: new Date(), duration_minutes: 60, timezone: "UTC", room_id: id });
  const entryId = await makeWaiting(id);
  const invitationId = route.includes("/invitations/{") ? await makeInvited(host, id) : 0;
  const messageId = route.includes("{message}") ? (await sendMessage(owner, id, { content: "Hello" })).message.id : 0;
  const fileId = route.includes("{file}") ? await makeFile(owner, id, route.startsWith("GET")) : "";
  if (route.includes("/{id}/restore/")) await deleteRoom(owner, id);
  const knownId = route === "POST /api/rooms/{id}/members/" ? await makeKnown(owner, host) : 0;
  const recordingId = /\/(?:recordings|streams|live)\/\{/.test(route) ? await makeRecording(id, owner.userId, route) : "";
  return { roomId: id, slug, entryId, invitationId, messageId, fileId, memberId: member.userId, ownerId: owner.userId, knownId, meetingId: meeting.id, meetingUuid: uuidOf(meeting.unique_name)!, recordingId };
}

const dot = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** A picture that the owner gave to the room, by itself or sent with a message. */
async function makeFile(owner: UserActor, roomId: number, isSent: boolean): Promise<string> {
  const bytes = (async function* () {
    yield dot;
  })();
  const { id } = await uploadFile(owner, roomId, { name: "dot.png", sizeBytes: dot.length }, bytes);
  if (isSent) await sendMessage(owner, roomId, { content: "", attachments: [id] });
  return id;
}

const captions = "WEBVTT\n\n00:00.000 --> 00:00.500\nHello\n";

/** Captions of the video for a route that names some. @param by somebody who may give them */
export async function makeCaption(by: UserActor, videoId: number, route: string): Promise<number> {
  if (!route.includes("{caption}")) return 0;
  const label = `English ${randomUUID().slice(0, 8)}`;
  return (await addCaption(by, videoId, { language: "en", label }, Buffer.from(captions))).id;
}

/** A saved recording of the room, with a file and, for the route of these, captions; where the route wants one, a live stream or a deleted one. */
async function makeRecording(roomId: number, startedBy: number, route: string): Promise<string> {
  const folder = await workFolder(`access-${randomUUID()}`);
  await writeFile(path.join(folder, "file"), "film");
  const isLive = route.includes("/live/");
  const stream = isLive || route.includes("/streams/") ? { kind: "stream" as const, audience: "members" as const } : {};
  const [row] = await db().insert(recording).values({ roomId, startedBy, ...stream, mode: "room_composite", engine: "builtin", status: "saved", storageKey: `recordings/${randomUUID()}.mp4`, callId: await makeCall(roomId, startedBy, route), startedAt: new Date(), durationSeconds: 60, deletedAt: route.includes("/restore/") ? new Date() : null }).returning();
  const live = isLive ? await workFolder(livePath(row!.id)) : null;
  for (const name of live ? ["live.m3u8", "000000.ts"] : []) await writeFile(path.join(live!, name), "stream");
  await storage().putFile(path.join(folder, "file"), row!.storageKey!);
  return row!.id;
}

/** A call of the room that is over, with a sentence. */
async function makeCall(roomId: number, speakerId: number, route: string): Promise<number | null> {
  if (!route.includes("/captions/")) return null;
  const [over] = await db().insert(call).values({ roomId, startedAt: new Date(), endedAt: new Date() }).returning();
  await db().insert(callCaption).values({ callId: over!.id, identity: `u${speakerId}`, segment: "a", startMs: 1000, endMs: 2000, content: "Hello" });
  return over!.id;
}

/** Somebody whom the host has asked by mail to come. */
async function makeInvited(host: UserActor, roomId: number): Promise<number> {
  await inviteToRoom(host, roomId, { emails: [`invited-${roomId}@example.test`] });
  const [row] = await db().select({ id: roomInvitation.id }).from(roomInvitation).where(eq(roomInvitation.roomId, roomId));
  return row!.id;
}

/** Somebody who is with the owner and the host in another room. */
async function makeKnown(owner: UserActor, host: UserActor): Promise<number> {
  const known = await signIn(await createUser());
  await createRoomWith([[owner, "owner"], [host, "member"], [known, "member"]]);
  return known.userId;
}

const meetingBody = { title: "Planning", starts_at: "2030-05-06T14:00:00Z", duration_minutes: 30, timezone: "UTC" };

const password = "a few unrelated words";
const tus = { "tus-resumable": "1.0.0" };

/** What a good request of each route carries; the rest carries nothing. */
export const requests: Record<string, (things: Things) => Asked> = {
  "POST /api/register/": ({ serial }) => ({ body: { email: `new-${serial}@example.test`, password, confirmed_password: password } }),
  "POST /api/login/": () => ({ body: { email: "nobody@example.test", password } }),
  "POST /api/password_reset/": () => ({ body: { email: "nobody@example.test" } }),
  "POST /api/password_confirm/{uid}/{token}/": () => ({ body: { new_password: password, confirm_password: password } }),
  "PUT /api/me/background/": () => ({ body: "no picture", headers: { "content-type": "image/png" } }),
  "PUT /api/me/picture/": () => ({ body: "no picture", headers: { "content-type": "image/png" } }),
  "POST /api/rooms/": ({ serial }) => ({ body: { name: `Made ${serial}` } }),
  "POST /api/rooms/{id}/recordings/": () => ({ body: {} }),
  "POST /api/rooms/{id}/streams/": () => ({ body: {} }),
  "PATCH /api/rooms/{id}/streams/{uuid}/": () => ({ body: { keep: true } }),
  "PATCH /api/rooms/{id}/recordings/{uuid}/": () => ({ body: { title: "Review" } }),
  "PATCH /api/rooms/{id}/": () => ({ body: { configuration: { lobby: true } } }),
  "POST /api/rooms/{id}/call/ask/": () => ({ body: { identity: "u999999999", source: "microphone" } }),
  "POST /api/rooms/{id}/call/hand/": () => ({ body: { raised: true } }),
  "POST /api/rooms/{id}/call/hands/lower/": () => ({ body: {} }),
  "POST /api/rooms/{id}/call/captions/": () => ({ body: { segments: [{ id: "1", text: "Hello", ago_ms: 900, duration_ms: 800 }] } }),
  "POST /api/rooms/{id}/call/reaction/": () => ({ body: { reaction: "👏" } }),
  "POST /api/rooms/{id}/call/role/": ({ memberId }) => ({ body: { identity: `u${memberId}`, role: "administrator" } }),
  "POST /api/rooms/{id}/call/switches/": () => ({ body: { camera: "hosts" } }),
  "POST /api/rooms/{id}/call/spotlight/": () => ({ body: { identity: null } }),
  "POST /api/video/{id}/captions/": () => ({ body: captions, headers: { "content-type": "text/vtt" } }),
  "PUT /api/video/{id}/captions/{caption}/": () => ({ body: captions, headers: { "content-type": "text/vtt" } }),
  "PATCH /api/video/{id}/captions/{caption}/": () => ({ body: { label: "Deutsch" } }),
  "PUT /api/video/{id}/chapters/": () => ({ body: { chapters: [{ start: 0, title: "Start" }] } }),
  "POST /api/video-categories/": ({ serial }) => ({ body: { name: `Category ${serial}` } }),
  "PUT /api/video-categories/order/": () => ({ body: { ids: [999999999] } }),
  "PATCH /api/video-categories/{id}/": () => ({ body: { name: "Tours" } }),
  "POST /api/video/bulk/": ({ videoId }) => ({ body: { ids: [videoId], action: { kind: "visibility", visibility: "private" } } }),
  "PATCH /api/video/{id}/": () => ({ body: { description: "Changed" } }),
  "POST /api/video/{id}/links/": () => ({ body: { expires_at: null } }),
  "PATCH /api/video/{id}/links/{link}/": () => ({ body: { revoked: true } }),
  "PUT /api/video/{id}/position/": () => ({ body: { seconds: 0 } }),
  "POST /api/rooms/{id}/call/watch/": ({ videoId }) => ({ body: { video_id: videoId } }),
  "PATCH /api/rooms/{id}/call/watch/": ({ videoId }) => ({ body: { video_id: videoId, playing: true } }),
  "POST /api/rooms/{id}/call/lock/": () => ({ body: { locked: true } }),
  "POST /api/rooms/{id}/call/mute/": () => ({ body: { source: "microphone" } }),
  "POST /api/rooms/{id}/call/remove/": () => ({ body: { identity: "u999999999", ban: true } }),
  "POST /api/rooms/{id}/members/": ({ knownId }) => ({ body: { user_id: knownId } }),
  "POST /api/rooms/{id}/invitations/": () => ({ body: { emails: ["asked@example.test"] } }),
  "PATCH /api/rooms/{id}/invitations/{invitation}/": () => ({ body: { revoked: true } }),
  "PATCH /api/rooms/{id}/members/{user}/": () => ({ body: { role: "administrator" } }),
  "PATCH /external-api/v1.0/rooms/{id}/": () => ({ body: { name: "Changed" } }),
  "POST /api/rooms/{id}/messages/": () => ({ body: { content: "Hello" } }),
  "PATCH /api/rooms/{id}/messages/{message}/": () => ({ body: { content: "Hello again" } }),
  "PUT /api/rooms/{id}/messages/{message}/reactions/": () => ({ body: { emoji: "👍", on: true } }),
  "PUT /api/rooms/{id}/mute/": () => ({ body: { muted: true } }),
  "POST /api/direct/": ({ ownerId }) => ({ body: { user_id: ownerId } }),
  "POST /api/rooms/{id}/messages/{message}/report/": () => ({ body: { reason: "spam" } }),
  "POST /api/rooms/{id}/files/": () => ({ body: "Hello" }),
  "POST /api/rooms/{id}/here/": () => ({ body: { here: true } }),
  "POST /api/rooms/{id}/read/": () => ({ body: { version: 0 } }),
  "POST /api/rooms/{id}/token/": () => ({ body: {} }),
  "POST /api/rooms/{id}/lobby/admit/": () => ({ body: {} }),
  "POST /api/rooms/{id}/lobby/mine/messages/": () => ({ body: { content: "Hello" } }),
  "POST /api/rooms/{id}/lobby/{entry}/decide/": () => ({ body: { decision: "deny" } }),
  "POST /api/rooms/{id}/lobby/{entry}/messages/": () => ({ body: { content: "Hello" } }),
  "POST /api/webhooks/livekit/": () => ({ body: { event: "room_started" }, headers: { "content-type": "application/webhook+json" } }),
  "POST /external-api/v1.0/application/token/": () => ({ body: { client_id: "unknown", client_secret: "wrong", grant_type: "client_credentials", scope: "nobody@example.test" } }),
  "POST /external-api/v1.0/rooms/": ({ serial }) => ({ body: { name: `Programmed ${serial}` } }),
  "POST /api/meetings/": () => ({ body: meetingBody }),
  "POST /api/meetings/{uuid}/extend/": () => ({ body: { minutes: 15 } }),
  "POST /external-api/v1.0/meetings/": () => ({ body: meetingBody }),
  "PATCH /external-api/v1.0/meetings/{id}/": () => ({ body: { title: "Renamed" } }),
  "POST /api/uploads/": () => ({ headers: { ...tus, "upload-length": "5", "upload-metadata": `filename ${Buffer.from("a.mp4").toString("base64")},title ${Buffer.from("A").toString("base64")}` } }),
  "PATCH /api/uploads/{id}": () => ({ body: "he", headers: { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" } }),
  "DELETE /api/uploads/{id}": () => ({ headers: tus }),
};

/** Queries without which a route refuses everybody. */
const queries: Record<string, string> = { "GET /api/rooms/{id}/events/": "?after=0", "POST /api/rooms/{id}/files/": "?name=note.txt", "POST /api/video/{id}/captions/": "?language=de&label=Deutsch", "POST /api/rooms/{id}/lobby/mine/away/": "?seen=2030-01-01T00:00:00Z", "GET /api/rooms/{id}/candidates/": "?q=a", "GET /api/people/pictures/": "?ids=1", "GET /api/messages/search/": "?q=hello", "GET /api/rooms/{id}/messages/at/": "?time=2026-05-06T14:00:00Z" };

/** What a placeholder in the path of a route names. */
export function valueOf(path: string, name: string, { roomId, entryId, invitationId, messageId, fileId, memberId, meetingId, meetingUuid, recordingId, videoId, captionId, uploadId }: Things): string {
  if (name === "uid") return "MQ";
  if (name === "user") return String(memberId);
  if (name === "entry") return String(entryId);
  if (name === "invitation") return String(invitationId);
  if (path.includes("/files/{file}/") && name === "file") return fileId;
  if (name === "caption") return String(captionId);
  if (name === "message") return String(messageId);
  // A link of another video: to whoever manages this one it is none.
  if (name === "link") return "999999999";
  if (name === "token") return "no-such-token";
  if (name === "position") return "1";
  if (name === "resolution") return "480p";
  if (name === "segment" && path.startsWith("/api/live/")) return "000000.ts";
  if (name === "segment") return "segment_g1_00000.ts";
  if (/\/(?:recordings|streams|live)\//.test(path) && name === "uuid") return recordingId;
  if (path.startsWith("/api/meetings/")) return meetingUuid;
  if (path.startsWith("/external-api/v1.0/meetings/")) return String(meetingId);
  // None: moderators are told so, all others that it is not theirs to know.
  if (path.startsWith("/api/video-categories/")) return "999999999";
  if (path.startsWith("/api/video/")) return String(videoId);
  return path.startsWith("/api/uploads/") ? uploadId : String(roomId);
}

/** The address of a route with its placeholders filled. */
export function addressOf(route: string, things: Things): string {
  const path = route.slice(route.indexOf(" ") + 1);
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => valueOf(path, name, things)) + (queries[route] ?? "");
}
