import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import * as tusClient from "tus-js-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { jobEvent } from "@/db/schema/engine";
import { video } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { deleteVideo } from "@/lib/videos/commands/change-video";
import { videoRow } from "@/lib/videos/testing";
import { cookieOf, serveGateway, type Ask } from "@/server/gateway/testing";
import { handleUploads } from "@/server/gateway/uploads";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
let owner: UserActor;
let cookie: string;
beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
  cookie = await cookieOf(owner);
  gateway = await serveGateway(handleUploads);
});
afterAll(() => gateway.stop());

const encode = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`).join(",");
const metadata = { filename: "boat.mp4", title: "A boat" };
const create = (sizeBytes: number | string, values: Record<string, string> = metadata, more: Ask = {}) =>
  gateway.ask("/api/uploads/", {
    method: "POST", cookie, ...more,
    headers: { "tus-resumable": "1.0.0", "upload-length": String(sizeBytes), "upload-metadata": encode(values), "content-length": "0", ...more.headers },
  });
const write = (where: string, offset: number, body: Buffer, more: Ask = {}) =>
  gateway.ask(where, { method: "PATCH", cookie, body, ...more, headers: { "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream", ...more.headers } });
const head = (where: string, as = cookie) => gateway.ask(where, { method: "HEAD", cookie: as, headers: { "tus-resumable": "1.0.0" } });

const stored = async () => ({
  videos: await db().$count(video), events: await db().$count(jobEvent),
  files: await readdir(path.join(env().DATA_DIR, "uploads")).catch(() => []),
});

/** What arrived goes once the last answer is sent. */
const isTaken = (where: string) => expect.poll(async () => (await stored()).files).not.toContain(path.basename(where));

describe("an upload in parts", () => {
  it("becomes a video whose bytes and texts are what was sent; the last answer names it", async () => {
    const bytes = randomBytes(300_000);
    const created = await create(bytes.length, { ...metadata, description: "In the harbour", category: "Sea", visibility: "private" });
    expect(created.status).toBe(201);
    const where = created.headers.location!;
    expect(where).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}$/);
    const first = await write(where, 0, bytes.subarray(0, 200_000));
    expect([first.status, first.headers["upload-offset"], first.headers["x-video-id"]]).toEqual([204, "200000", undefined]);
    expect((await head(where)).headers["upload-offset"]).toBe("200000");
    expect((await write(where, 0, bytes.subarray(0, 10))).status).toBe(409);

    const last = await write(where, 200_000, bytes.subarray(200_000));
    expect([last.status, last.headers["upload-offset"]]).toEqual([204, "300000"]);
    const row = await videoRow(Number(last.headers["x-video-id"]));
    expect([row.title, row.description, row.category, row.visibility, row.ownerId, row.sourceName, row.sourceSizeBytes, row.processingStatus]).toEqual([
      "A boat", "In the harbour", "Sea", "private", owner.userId, "boat.mp4", 300_000, "pending",
    ]);
    expect(row.sourceSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect((await readFile(path.join(env().DATA_DIR, "storage", row.sourceKey))).equals(bytes)).toBe(true);
    expect(await db().$count(jobEvent, eq(jobEvent.id, `video-${row.id}-uploaded`))).toBe(1);

    // The answer to the last part may be lost: asking again names the same video.
    const again = await head(where);
    expect([again.status, again.headers["upload-offset"], again.headers["upload-length"], again.headers["x-video-id"]]).toEqual([200, "300000", "300000", String(row.id)]);
    expect((await gateway.ask(where, { method: "DELETE", cookie, headers: { "tus-resumable": "1.0.0" } })).status).toBe(409);
    await isTaken(where);
  });

  it("goes on after a connection that broke in the middle of a part, with an equal checksum", async () => {
    const bytes = randomBytes(2_000_000);
    const where = (await create(bytes.length)).headers.location!;
    const broken = http.request({
      host: "127.0.0.1", port: gateway.port, path: where, method: "PATCH",
      headers: { cookie, "tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream", "content-length": bytes.length },
    });
    const cut = new Promise((resolve) => broken.once("error", resolve));
    broken.write(bytes.subarray(0, 900_000));
    const file = path.join(env().DATA_DIR, "uploads", path.basename(where));
    await expect.poll(async () => (await stat(file)).size, { timeout: 10_000 }).toBeGreaterThan(0);
    broken.destroy(new Error("cut"));
    await cut;
    const offset = Number((await head(where)).headers["upload-offset"]);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(900_000);
    const last = await write(where, offset, bytes.subarray(offset));
    expect(last.status).toBe(204);
    expect((await videoRow(Number(last.headers["x-video-id"]))).sourceSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("works with the tus client that browsers use", async () => {
    const bytes = randomBytes(150_000);
    const videoId = await new Promise<string | undefined>((resolve, reject) => {
      let last: string | undefined;
      new tusClient.Upload(bytes as unknown as Blob, {
        endpoint: `http://127.0.0.1:${gateway.port}/api/uploads/`,
        metadata, chunkSize: 64_000, headers: { cookie }, retryDelays: null,
        onAfterResponse: (_req, res) => {
          last = res.getHeader("X-Video-Id") ?? last;
        },
        onError: reject,
        onSuccess: () => resolve(last),
      }).start();
    });
    expect((await videoRow(Number(videoId))).sourceSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("refuses a large part at a wrong place without hanging, and the same connection carries it whole at the right one", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const bytes = randomBytes(24_000_000);
    const where = (await create(bytes.length)).headers.location!;
    const patch = (offset: number) =>
      new Promise<number>((resolve, reject) => {
        const headers = { cookie, "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream", "content-length": bytes.length - offset };
        const sent = http.request({ host: "127.0.0.1", port: gateway.port, path: where, method: "PATCH", headers, agent }, (res) => {
          res.resume();
          res.on("end", () => resolve(res.statusCode ?? 0));
        });
        sent.on("error", reject);
        sent.end(bytes.subarray(offset));
      });
    expect(await patch(1)).toBe(409);
    expect(await patch(0)).toBe(204);
    agent.destroy();
    const row = await videoRow(Number((await head(where)).headers["x-video-id"]));
    expect(row.sourceSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("can be given up", async () => {
    const where = (await create(1_000)).headers.location!;
    expect((await gateway.ask(where, { method: "DELETE", cookie, headers: { "tus-resumable": "1.0.0" } })).status).toBe(204);
    expect((await head(where)).status).toBe(404);
  });

  it("makes its video when the last answer was an error", async () => {
    const bytes = randomBytes(1_000);
    const where = (await create(bytes.length)).headers.location!;
    // The folder of the sources cannot be written: a file stands in its place.
    const folder = path.join(env().DATA_DIR, "storage", "sources");
    await rename(folder, `${folder}-away`);
    await writeFile(folder, "");
    expect((await write(where, 0, bytes)).status).toBe(500);
    await rm(folder);
    await rename(`${folder}-away`, folder);
    const healed = await head(where);
    expect([healed.status, healed.headers["upload-offset"]]).toEqual([200, "1000"]);
    expect((await videoRow(Number(healed.headers["x-video-id"]))).sourceSizeBytes).toBe(1_000);
  });
});

describe("refused before the first byte, with nothing written", () => {
  const expectRefusal = async (answer: Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>, status: number) => {
    const before = await stored();
    const { status: got, headers, text } = await answer;
    expect(got).toBe(status);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(await stored()).toEqual(before);
    return JSON.parse(text) as { status: number; detail: string; code?: string; errors?: Record<string, string[]> };
  };

  it("no session, an ended one, and a person without the role", async () => {
    await expectRefusal(create(10, metadata, { cookie: "" }), 401);
    await expectRefusal(create(10, metadata, { cookie: await cookieOf(await createActor()) }), 403);
  });

  it("a film for a room that the person is not in, or for a room and others at once", async () => {
    const { slug } = await createRoomWith([[await createActor(), "owner"]]);
    expect((await expectRefusal(create(10, { filename: "call.webm", title: "Call", room: slug }), 400)).errors?.room).toEqual(["You are in no such room."]);
    expect((await expectRefusal(create(10, { filename: "call.webm", title: "Call", room: slug, visibility: "public" }), 400)).errors).toHaveProperty("room");
  });

  it("a file over the limit, with the limit in words", async () => {
    const problem = await expectRefusal(create(env().UPLOAD_MAX_BYTES + 1), 413);
    expect(problem.detail).toBe("The file is larger than 10.7 GB, the most that is accepted here.");
    expect(problem.code).toBe("too_large");
  });

  it("a file that is more than what is left to the person, with the figures in words: their videos, deleted or not, and what is under way", async () => {
    const person = await createActor({ role: "moderator" });
    const as = { cookie: await cookieOf(person) };
    const before = env().UPLOAD_QUOTA_BYTES;
    env().UPLOAD_QUOTA_BYTES = 10_000;
    try {
      const where = (await create(4000, metadata, as)).headers.location!;
      const both = await Promise.all([create(4000, metadata, as), create(4000, metadata, as)]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 413]);
      const refused = JSON.parse(both.find(({ status }) => status === 413)!.text) as { detail: string; problem: string };
      expect(refused).toMatchObject({ problem: "quota", detail: expect.stringMatching(/10 kB together\. 8 kB are used, and this file has 4 kB/) });
      const id = Number((await write(where, 0, randomBytes(4000), as)).headers["x-video-id"]);
      await deleteVideo(person, id);
      expect((await create(4000, metadata, as)).status).toBe(413);
      expect((await create(2000, metadata, as)).status).toBe(201);
      expect((await create(4000, metadata, { cookie: await cookieOf(await createActor({ role: "moderator" })) })).status).toBe(201);
    } finally {
      env().UPLOAD_QUOTA_BYTES = before;
    }
  });

  it("an empty file, a size that is none, and a size that comes later", async () => {
    expect((await expectRefusal(create(0), 400)).errors?.["Upload-Length"]).toEqual(["The file is empty."]);
    await expectRefusal(create("ten"), 400);
    await expectRefusal(gateway.ask("/api/uploads/", { method: "POST", cookie, headers: { "tus-resumable": "1.0.0", "upload-defer-length": "1", "upload-metadata": encode(metadata) } }), 400);
  });

  it("texts that are missing, unknown, too long or would be HTML", async () => {
    expect(Object.keys((await expectRefusal(create(10, {}), 400)).errors!).sort()).toEqual(["filename", "title"]);
    expect((await expectRefusal(create(10, { ...metadata, owner_id: "1" }), 400)).errors).toHaveProperty("owner_id");
    expect((await expectRefusal(create(10, { ...metadata, title: "<img src=x onerror=alert(1)>" }), 400)).errors?.["title"]).toEqual(["The characters < and > are not allowed."]);
    expect((await expectRefusal(create(10, { ...metadata, description: "a <b>" }), 400)).errors).toHaveProperty("description");
    expect((await expectRefusal(create(10, { ...metadata, title: "x".repeat(201) }), 400)).errors).toHaveProperty("title");
    expect((await expectRefusal(create(10, { ...metadata, visibility: "everybody" }), 400)).errors).toHaveProperty("visibility");
    await expectRefusal(create(10, metadata, { headers: { "upload-metadata": "title not*base64" } }), 400);
  });

  it("a page of another origin", async () => {
    const before = await stored();
    expect((await create(10, metadata, { headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } })).status).toBe(403);
    expect(await stored()).toEqual(before);
  });

  it("a client that does not speak tus, another method, another path", async () => {
    await expectRefusal(gateway.ask("/api/uploads/", { method: "POST", cookie, headers: { "upload-length": "10", "upload-metadata": encode(metadata) } }), 412);
    await expectRefusal(gateway.ask("/api/uploads/", { cookie }), 405);
    for (const where of ["/api/uploads/../x", "/api/uploads/%2e%2e", "/api/uploads/x.json", "/api/uploads/a/b"]) await expectRefusal(gateway.ask(where, { method: "PATCH", cookie }), 404);
  });
});

describe("another person's upload", () => {
  it("does not exist for anybody else, moderator or not, and a signed-out owner cannot go on", async () => {
    const where = (await create(100)).headers.location!;
    const other = await cookieOf(await createActor({ role: "admin" }));
    expect((await head(where, other)).status).toBe(404);
    expect((await write(where, 0, Buffer.alloc(100), { cookie: other })).status).toBe(404);
    expect((await gateway.ask(where, { method: "DELETE", cookie: other, headers: { "tus-resumable": "1.0.0" } })).status).toBe(404);

    const leaving = await createActor({ role: "moderator" });
    const theirs = await cookieOf(leaving);
    const own = (await create(100, metadata, { cookie: theirs })).headers.location!;
    await db().update(session).set({ revokedAt: sql`now()` }).where(eq(session.id, leaving.sessionId));
    expect((await write(own, 0, Buffer.alloc(100), { cookie: theirs })).status).toBe(401);
    expect((await head(where)).headers["upload-offset"]).toBe("0");
  });
});

describe("what a client asks first", () => {
  it("is told the version, the extensions and the limit", async () => {
    const answer = await gateway.ask("/api/uploads/", { method: "OPTIONS" });
    expect([answer.status, answer.headers["tus-version"], answer.headers["tus-max-size"]]).toEqual([204, "1.0.0", String(env().UPLOAD_MAX_BYTES)]);
    expect(answer.headers["tus-extension"]).toContain("creation");
    expect(answer.headers["tus-extension"]).toContain("termination");
    expect(answer.headers["tus-extension"]).toContain("expiration");
  });
});

describe("an upload that replaces the source of a video", () => {
  const made = async () => {
    const where = (await create(5)).headers.location!;
    const last = await write(where, 0, Buffer.from("first"));
    await isTaken(where);
    return Number(last.headers["x-video-id"]);
  };

  it("names that video in its last answer, which keeps its words", async () => {
    const id = await made();
    const where = (await create(6, { filename: "better.mp4", replaces: String(id) })).headers.location!;
    expect((await videoRow(id)).sourceName).toBe("boat.mp4");
    expect((await write(where, 0, Buffer.from("better"))).headers["x-video-id"]).toBe(String(id));
    expect(await videoRow(id)).toMatchObject({ title: "A boat", sourceName: "better.mp4", sourceSizeBytes: 6, sourceSha256: createHash("sha256").update("better").digest("hex"), processingStatus: "pending" });
    expect((await head(where)).headers["x-video-id"]).toBe(String(id));
  });

  it("is refused before its first byte for a video that is none, is not one's own or comes with words, and writes nothing", async () => {
    const id = await made();
    const before = await stored();
    const stranger = await cookieOf(await createActor());
    expect([
      (await create(5, { filename: "a.mp4", replaces: "999999" })).status, (await create(5, { filename: "a.mp4", replaces: "one" })).status, (await create(5, { filename: "a.mp4", replaces: String(id), title: "B" })).status,
      (await create(5, { filename: "a.mp4", replaces: String(id) }, { cookie: stranger })).status,
    ]).toEqual([404, 400, 400, 403]);
    expect(await stored()).toEqual(before);
  });
});
