import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { PATCH as changeRoute, DELETE as deleteRoute, PUT as replaceRoute } from "@/app/api/video/[id]/captions/[caption]/route";
import { GET as listRoute, POST as addRoute } from "@/app/api/video/[id]/captions/route";
import { GET as chaptersRoute, PUT as setChaptersRoute } from "@/app/api/video/[id]/chapters/route";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { video, videoCaption, videoChapter } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { call } from "@/lib/http/testing";
import { env } from "@/lib/platform/env";
import { purgeVideosOf } from "@/lib/videos/commands/settle-departure";
import type { CaptionItem } from "@/lib/videos/contract";
import { getVideo } from "@/lib/videos/queries";
import { findCaptions } from "@/lib/videos/tracks";
import { uploadForTest } from "@/lib/videos/testing";
import { cookieOf } from "@/server/gateway/testing";

const vtt = "WEBVTT\n\n00:00.500 --> 00:01.000\nGood <b>morning</b> <script>x</script>\n";
const srt = "1\r\n00:00:02,000 --> 00:00:03,000\r\nGr\u00fc\u00dfe\r\n";

let uploader: UserActor;
let owner: UserActor;
let stranger: UserActor;
let id: number;

beforeEach(async () => {
  uploader ??= await createActor({ role: "moderator" });
  [owner, stranger] = await Promise.all([createActor(), createActor()]);
  id = await uploadForTest(uploader, Buffer.from("a film"));
  await db().update(video).set({ ownerId: owner.userId, processingStatus: "ready", publishedGeneration: 1, durationSeconds: 60 }).where(eq(video.id, id));
});

const storedFiles = () => readdir(path.join(env().DATA_DIR, "storage", "captions")).catch(() => [] as string[]);
const written = async () => ({ rows: await db().select().from(videoCaption).where(eq(videoCaption.videoId, id)), chapters: await db().$count(videoChapter, eq(videoChapter.videoId, id)), files: (await storedFiles()).sort(), audit: await db().$count(auditEntry) });
const actions = async () => (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, String(id))).orderBy(auditEntry.id)).map(({ action }) => action).filter((action) => action !== "video.uploaded");

async function ask(handler: Parameters<typeof call>[0], method: string, actor: UserActor | null, { caption, query = "", body }: { caption?: number; query?: string; body?: string | Buffer | object } = {}) {
  const isFile = typeof body === "string" || Buffer.isBuffer(body);
  const response = await call(handler, `/api/video/${id}/${query}`, {
    method, params: { id: String(id), ...(caption === undefined ? {} : { caption: String(caption) }) },
    headers: { ...(actor ? { cookie: await cookieOf(actor) } : {}), "content-type": isFile ? "text/vtt" : "application/json" },
    ...(body === undefined ? {} : { raw: isFile ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : null) as never };
}
const add = async (body: string | Buffer, query = "?language=de&label=Deutsch", actor: UserActor = owner) => ask(addRoute, "POST", actor, { query, body });
const added = async (body: string | Buffer, query?: string): Promise<CaptionItem> => (await add(body, query)).body;
const fileOf = async (captionId: number) => {
  const [row] = await db().select({ key: videoCaption.storageKey }).from(videoCaption).where(eq(videoCaption.id, captionId));
  return readFile(path.join(env().DATA_DIR, "storage", row!.key), "utf8");
};

test("captions are given as WebVTT or SubRip in whatever writing, and kept as WebVTT with nothing but words in it", async () => {
  const german = await added(vtt, "?language=DE-de&label=Deutsch&default=true");
  expect(german).toEqual({ id: german.id, language: "de-DE", label: "Deutsch", default: true, url: expect.stringMatching(new RegExp(`^/api/video/${id}/captions/${german.id}/cues\\.vtt\\?g=[0-9a-f]{8}$`)) });
  expect(await fileOf(german.id)).toBe("WEBVTT\n\n00:00:00.500 --> 00:00:01.000\nGood <b>morning</b> x\n");
  const old = await added(Buffer.from(srt, "latin1"), "?language=en&label=English&default=true");
  expect(await fileOf(old.id)).toBe("WEBVTT\n\n00:00:02.000 --> 00:00:03.000\nGr\u00fc\u00dfe\n");
  // Players begin with one of them.
  expect((await ask(listRoute, "GET", stranger)).body).toEqual([{ ...german, default: false }, old]);
  expect((await getVideo(stranger, id)).captions).toEqual(await findCaptions(id));
  expect(await actions()).toEqual(["video.caption_added", "video.caption_added"]);
});

test("captions are renamed, made the first, replaced and deleted; an old file goes, and its address changes", async () => {
  const [german, english] = [await added(vtt), await added(vtt, "?language=en&label=English&default=true")];
  const renamed = (await ask(changeRoute, "PATCH", owner, { caption: german.id, body: { label: "Hochdeutsch", default: true } })).body as CaptionItem;
  expect([renamed, (await findCaptions(id)).find((each) => each.id === english.id)!.default]).toEqual([{ ...german, label: "Hochdeutsch", default: true }, false]);
  await ask(changeRoute, "PATCH", owner, { caption: german.id, body: { label: "Hochdeutsch" } });
  const before = await storedFiles();
  const replaced = (await ask(replaceRoute, "PUT", owner, { caption: german.id, body: srt })).body as CaptionItem;
  expect([replaced.url === german.url, replaced.label, await fileOf(german.id)]).toEqual([false, "Hochdeutsch", expect.stringContaining("Gr\u00fc\u00dfe")]);
  expect((await storedFiles()).filter((name) => !before.includes(name))).toHaveLength(1);
  expect(await storedFiles()).toHaveLength(before.length);
  expect((await ask(deleteRoute, "DELETE", uploader, { caption: english.id })).status).toBe(204);
  expect([(await findCaptions(id)).map((each) => each.id), (await storedFiles()).length]).toEqual([[german.id], before.length - 1]);
  expect(await actions()).toEqual(["video.caption_added", "video.caption_added", "video.caption_changed", "video.caption_replaced", "video.caption_deleted"]);
});

test("what is no captions file, has no name, a name that is taken or no language is refused in words, and nothing is written", async () => {
  const german = await added(vtt);
  const before = await written();
  const refused = async (answer: { status: number; body: { errors?: Record<string, string[]> } }) => [answer.status, answer.body.errors ?? null];
  expect(await refused(await add("Dear Anna, all is well.", "?language=en&label=A"))).toEqual([400, { file: ["This is no file of captions. WebVTT (.vtt) and SubRip (.srt) are accepted."] }]);
  expect(await refused(await add("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "?language=en&label=A"))).toEqual([400, { file: [expect.stringMatching(/^Line 3: The times/)] }]);
  expect(await refused(await add("", "?language=en&label=A"))).toEqual([400, { file: ["The file has no captions in it."] }]);
  expect(await refused(await add(vtt, "?language=en&label=deutsch"))).toEqual([400, { label: ["This video has captions of that name."] }]);
  expect(await refused(await add(vtt, "?language=klingon!&label=A"))).toEqual([400, { language: ["This is no language tag, as de or pt-BR are."] }]);
  expect((await refused(await add(vtt, "?language=en")))[1]).toHaveProperty("label");
  expect((await refused(await add(vtt, "?language=en&label=A&kind=x")))[1]).toHaveProperty("kind");
  expect((await add(`WEBVTT\n\n00:00.500 --> 00:01.000\n${"x".repeat(settings.captionMaxBytes)}`)).status).toBe(413);
  expect((await ask(replaceRoute, "PUT", owner, { caption: german.id, body: "no captions" })).status).toBe(400);
  expect((await ask(changeRoute, "PATCH", owner, { caption: german.id, body: { label: "<b>" } })).status).toBe(400);
  expect(await written()).toEqual(before);
});

test("a video has only so many captions", async () => {
  const many = Array.from({ length: settings.videoMaxCaptions }, (_, at) => ({ videoId: id, language: "en", label: `English ${at}`, storageKey: `captions/${id}-${at}.vtt` }));
  await db().insert(videoCaption).values(many);
  const answer = await add(vtt);
  expect([answer.status, await db().$count(videoCaption, eq(videoCaption.videoId, id))]).toEqual([409, many.length]);
});

test("captions and chapters are changed by the owner and moderators alone, also not those of another video", async () => {
  const german = await added(vtt);
  const before = await written();
  const attempts = (actor: UserActor | null) => [
    ask(addRoute, "POST", actor, { query: "?language=en&label=A", body: vtt }), ask(changeRoute, "PATCH", actor, { caption: german.id, body: { label: "Mine" } }),
    ask(replaceRoute, "PUT", actor, { caption: german.id, body: vtt }), ask(deleteRoute, "DELETE", actor, { caption: german.id }),
    ask(setChaptersRoute, "PUT", actor, { body: { chapters: [] } }),
  ];
  for (const [actor, status] of [[stranger, 404], [null, 401]] as const) expect((await Promise.all(attempts(actor))).map((answer) => answer.status)).toEqual(Array(5).fill(status));
  await db().update(video).set({ visibility: "private" }).where(eq(video.id, id));
  expect([(await ask(listRoute, "GET", stranger)).status, (await ask(chaptersRoute, "GET", stranger)).status]).toEqual([404, 404]);
  const of = id;
  id = await uploadForTest(owner.role === "user" ? uploader : owner, Buffer.from("another"));
  const foreign = [ask(changeRoute, "PATCH", uploader, { caption: german.id, body: { label: "Mine" } }), ask(replaceRoute, "PUT", uploader, { caption: german.id, body: vtt }), ask(deleteRoute, "DELETE", uploader, { caption: german.id })];
  expect((await Promise.all(foreign)).map((answer) => answer.status)).toEqual([404, 404, 404]);
  id = of;
  expect({ ...(await written()), audit: 0 }).toEqual({ ...before, audit: 0 });
});

test("chapters are kept in the order of their starts, as far as the video goes; the same again is no change", async () => {
  const chapters = [{ start: 30.0004, title: "The way back" }, { start: 0, title: "The way out" }];
  const expected = [{ start: 0, title: "The way out" }, { start: 30, title: "The way back" }];
  for (let i = 0; i < 2; i += 1) expect((await ask(setChaptersRoute, "PUT", owner, { body: { chapters } })).body).toEqual(expected);
  expect([(await ask(chaptersRoute, "GET", stranger)).body, (await getVideo(stranger, id)).chapters, await actions()]).toEqual([expected, expected, ["video.chapters_changed"]]);
  // A shorter source took the place of this one.
  await db().update(video).set({ durationSeconds: 20 }).where(eq(video.id, id));
  expect((await ask(chaptersRoute, "GET", stranger)).body).toEqual(expected.slice(0, 1));
});

test("chapters beyond the end, twice at one time, too many or without a title are refused, and nothing is written", async () => {
  await ask(setChaptersRoute, "PUT", owner, { body: { chapters: [{ start: 1, title: "One" }] } });
  const before = await written();
  for (const [chapters, field] of [
    [[{ start: 1, title: "a" }, { start: 60, title: "b" }], "chapters.1.start"], [[{ start: -1, title: "a" }], "chapters.0.start"], [[{ start: 1, title: " " }], "chapters.0.title"],
    [[{ start: 1, title: "a" }, { start: 1.0001, title: "b" }], "chapters"], [[{ start: 1, title: "<b>" }], "chapters.0.title"], [[{ start: 1, title: "a", end: 2 }], "chapters.0.end"],
    [Array.from({ length: settings.videoMaxChapters + 1 }, (_, at) => ({ start: at / 10, title: "a" })), "chapters"],
  ] as const) {
    const answer: { status: number; body: { errors: Record<string, string[]> } } = await ask(setChaptersRoute, "PUT", owner, { body: { chapters } });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
  }
  expect(await written()).toEqual(before);
});

test("captions go with their video", async () => {
  const german = await added(vtt);
  const [row] = await db().select({ key: videoCaption.storageKey }).from(videoCaption).where(eq(videoCaption.id, german.id));
  await purgeVideosOf(owner.userId, false);
  expect([await db().$count(videoCaption, eq(videoCaption.id, german.id)), (await storedFiles()).includes(path.basename(row!.key))]).toEqual([0, false]);
});
