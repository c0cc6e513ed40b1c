import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { GET as listRoute, POST as postToList } from "@/app/api/video/route";
import { POST as retryRoute } from "@/app/api/video/[id]/retry/route";
import { GET as statusRoute } from "@/app/api/video/[id]/status/route";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { jobEvent } from "@/db/schema/engine";
import { video } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { beginProcessing } from "@/lib/videos/commands/begin-processing";
import { failProcessing } from "@/lib/videos/commands/fail-processing";
import { publishOutput } from "@/lib/videos/commands/publish-output";
import { uploadForTest } from "@/lib/videos/testing";

let owner: UserActor;
let stranger: UserActor;
let ready: number;
let failed: number;

const rendition = { name: "480p" as const, width: 640, height: 480, bandwidth: 2, averageBandwidth: 1, codecs: "avc1.64001e", frameRate: 25 };
const cookieOf = async (actor: UserActor) => `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}`;
const request = async (method: string, actor: UserActor | null, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/api/video/", { method, headers: { ...(actor ? { cookie: await cookieOf(actor) } : {}), ...headers } });
const at = (id: number | string) => ({ params: Promise.resolve({ id: String(id) }) });
const none = { params: Promise.resolve({}) };

beforeAll(async () => {
  [owner, stranger] = await Promise.all([createActor({ role: "moderator" }), createActor()]);
  [ready, failed] = [await uploadForTest(owner, Buffer.from("a")), await uploadForTest(owner, Buffer.from("b"))];
  const attempt = await beginProcessing(ready, "run");
  await publishOutput(attempt!, { storagePrefix: `videos/${ready}/g1`, renditions: [rendition], hasStoryboard: false, durationSeconds: 61.5 });
  await beginProcessing(failed, "run");
  await failProcessing(failed, "run", "no_video");
});

describe("GET /api/video/", () => {
  it("answers a plain array of what is ready, without a null, and sets the cookie that outside clients look for", async () => {
    const response = await listRoute(await request("GET", stranger), none);
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(response.headers.get("set-cookie")).toMatch(/^csrftoken=[\w-]+; Path=\//);
    const list = (await response.json()) as Record<string, unknown>[];
    expect(list.map((item) => item["id"])).toEqual([ready]);
    expect(Object.keys(list[0]!).sort()).toEqual(["category", "created_at", "description", "duration", "id", "thumbnail_url", "title"]);
    expect(Object.values(list[0]!)).not.toContain(null);
    expect([list[0]!["duration"], list[0]!["category"], list[0]!["thumbnail_url"]]).toEqual([61.5, "Other", `http://localhost:3000/api/video/${ready}/poster.jpg?g=1`]);
  });

  it("answers 401 in plain JSON without a session, and 405 to other methods", async () => {
    const response = await listRoute(await request("GET", null), none);
    expect([response.status, response.headers.get("content-type")]).toEqual([401, "application/json"]);
    expect(Object.keys((await response.json()) as object)).toEqual(["detail"]);
    expect((await postToList(await request("POST", stranger), none)).status).toBe(405);
  });
});

describe("GET /api/video/<id>/status/", () => {
  it("tells the owner where it stands", async () => {
    expect(await (await statusRoute(await request("GET", owner), at(failed))).json()).toEqual({
      id: failed, processing_status: "failed", processing_error: "The file has no video track.", progress: 0, playable: false,
    });
    expect(await (await statusRoute(await request("GET", owner), at(ready))).json()).toEqual({ id: ready, processing_status: "ready", processing_error: "", progress: 100, playable: true });
  });

  it("does not exist for strangers, unknown ids and what is no id", async () => {
    for (const [actor, id] of [[stranger, ready], [owner, 999_999], [owner, "abc"], [owner, "01"]] as const) {
      expect((await statusRoute(await request("GET", actor), at(id))).status).toBe(404);
    }
    expect((await statusRoute(await request("GET", null), at(ready))).status).toBe(401);
  });
});

describe("POST /api/video/<id>/retry/", () => {
  it("is refused to other origins, strangers and people without a session, and writes nothing", async () => {
    const before = await db().$count(jobEvent);
    expect((await retryRoute(await request("POST", owner, { origin: "https://evil.example" }), at(failed))).status).toBe(403);
    expect((await retryRoute(await request("POST", stranger), at(failed))).status).toBe(404);
    expect((await retryRoute(await request("POST", null), at(failed))).status).toBe(401);
    expect((await retryRoute(await request("POST", owner), at(ready))).status).toBe(409);
    expect(await db().$count(jobEvent)).toBe(before);
    expect((await db().select({ status: video.processingStatus }).from(video).where(eq(video.id, failed)))[0]?.status).toBe("failed");
  });

  it("processes the video anew", async () => {
    const response = await retryRoute(await request("POST", owner), at(failed));
    expect([response.status, ((await response.json()) as { processing_status: string }).processing_status]).toEqual([200, "pending"]);
  });
});
