import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createActor } from "@/db/factories";
import type { UserActor } from "@/lib/authz/actor";
import { env, parseEnv } from "@/lib/platform/env";
import { forgetStorage, storage } from "@/lib/platform/storage/storage";
import { sweepLeftovers } from "@/lib/videos/commands/sweep-leftovers";
import { purgeVideosOf } from "@/lib/videos/commands/settle-departure";
import { processForTest, uploadForTest, videoRow } from "@/lib/videos/testing";
import { handleSegments } from "@/server/gateway/segments";
import { cookieOf, serveGateway, type Ask } from "@/server/gateway/testing";
import { handleUploads } from "@/server/gateway/uploads";
import { findNginx, startNginx } from "@/server/testing-nginx.mjs";
import { startS3 } from "@/server/testing-s3.mjs";

/* Files that lie elsewhere, and files that somebody else sends. */

const client = "http://client.example:5500";
let owner: UserActor;
let cookie: string;
let gateway: Awaited<ReturnType<typeof serveGateway>>;
const defaults = { ...env() };
const clip = { width: 160, height: 120, seconds: 1 };
const segmentOf = (id: number) => `/api/video/${id}/480p/segment_g1_00000.ts`;
const ask = (where: string, more: Ask = {}) => gateway.ask(where, { cookie, ...more });

async function serve(settings: Record<string, string>): Promise<void> {
  Object.assign(env(), parseEnv({ ...process.env, CORS_ALLOWED_ORIGINS: client, ...settings }));
  forgetStorage();
  await gateway?.stop();
  gateway = await serveGateway(async (req, res) => (await handleSegments(req, res)) || handleUploads(req, res));
}

beforeAll(async () => {
  owner = await createActor({ role: "moderator" });
  cookie = await cookieOf(owner);
});
afterEach(() => Object.assign(env(), { STORAGE_DELIVERY: defaults.STORAGE_DELIVERY }));
afterAll(() => gateway.stop());

describe("on S3", () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  let id: number;
  let bytes: Buffer;
  beforeAll(async () => {
    s3 = await startS3();
    await serve(s3.env);
    id = await uploadForTest(owner, clip);
    expect(await processForTest(id)).toBe(true);
    bytes = (await ask(segmentOf(id))).body;
  });
  afterAll(() => s3.stop());

  it("a video is uploaded, converted and served like on a disk", async () => {
    const master = await ask(`/api/video/${id}/master.m3u8`);
    expect([master.status, master.headers["content-length"], master.headers["cache-control"]]).toEqual([200, String(master.body.length), "private, no-store"]);
    expect((await ask(`/api/video/${id}/480p/index.m3u8`)).text).toContain(segmentOf(id));
    const whole = await ask(segmentOf(id));
    expect(whole.headers).toMatchObject({ "content-type": "video/mp2t", "content-length": String(bytes.length), "accept-ranges": "bytes" });
    expect([bytes.length % 188, bytes[0]]).toEqual([0, 0x47]);
    expect((await ask(segmentOf(id), { headers: { "if-none-match": whole.headers.etag! } })).status).toBe(304);
    const part = await ask(segmentOf(id), { headers: { range: "bytes=188-375" } });
    expect([part.status, part.body.equals(bytes.subarray(188, 376))]).toEqual([206, true]);
    expect((await ask(`/api/video/${id}/poster.jpg?g=1`)).headers["content-type"]).toBe("image/jpeg");
    expect(await storage().list("sources")).toContain(path.basename((await videoRow(id)).sourceKey));
  });

  it("segments, and nothing else, are fetched from the service by pages of our own where that is chosen", async () => {
    Object.assign(env(), { STORAGE_DELIVERY: "redirect" });
    const sent = await ask(segmentOf(id));
    expect([sent.status, sent.headers["cache-control"], sent.body.length]).toEqual([302, "private, no-store", 0]);
    const found = await fetch(sent.headers.location ?? "", { headers: { range: "bytes=0-187" } });
    expect([found.status, found.headers.get("content-type"), found.headers.get("cache-control")]).toEqual([206, "video/mp2t", "private, max-age=86400, immutable"]);
    expect(Buffer.from(await found.arrayBuffer()).equals(bytes.subarray(0, 188))).toBe(true);
    // A redirected request of a page elsewhere would carry the origin "null", which no bucket lists.
    const elsewhere = await ask(segmentOf(id), { headers: { origin: client } });
    expect([elsewhere.status, elsewhere.headers["access-control-allow-origin"], elsewhere.body.equals(bytes)]).toEqual([200, client, true]);
    for (const file of ["master.m3u8", "480p/index.m3u8", "poster.jpg?g=1", "storyboard.vtt?g=1"]) expect((await ask(`/api/video/${id}/${file}`)).status).toBe(200);
    expect((await ask(segmentOf(id), { method: "HEAD" })).headers["content-length"]).toBe(String(bytes.length));
    for (const who of [{ cookie: "" }, { cookie: "access_token=x" }]) expect((await ask(segmentOf(id), who)).status).toBe(401);
  });

  it("what nobody refers to any more is removed there too", async () => {
    const other = await createActor({ role: "moderator" });
    const gone = await uploadForTest(other, clip);
    expect(await processForTest(gone)).toBe(true);
    expect(await storage().list(`videos/${gone}`)).toEqual(["g1"]);
    const { sourceKey } = await videoRow(gone);
    await purgeVideosOf(other.userId, false);
    expect([await storage().list(`videos/${gone}`), await storage().stat(sourceKey)]).toEqual([[], null]);
    await sweepLeftovers();
    expect((await ask(segmentOf(id))).status).toBe(200);
  });

  it("a store that is away is a 502; an upload that could not be stored is not lost, and becomes a video once it is back", async () => {
    const pending = await uploadForTest(owner, clip);
    await s3.stop();
    const away = await ask(`/api/video/${id}/storyboard.vtt`);
    expect([away.status, away.headers["content-type"]]).toEqual([502, "application/json"]);
    expect(away.text).not.toContain("ECONNREFUSED");
    await expect(processForTest(pending)).rejects.toMatchObject({ code: "upstream_failed" });
    expect((await videoRow(pending)).processingStatus).toBe("processing");

    const body = randomBytes(1000);
    const tus = { "tus-resumable": "1.0.0", "upload-metadata": `filename ${btoa("a.mp4")},title ${btoa("A")}` };
    const { headers: { location = "" } } = await ask("/api/uploads/", { method: "POST", headers: { ...tus, "upload-length": "1000", "content-length": "0" } });
    const last = await ask(location, { method: "PATCH", body, headers: { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" } });
    expect(last.status).toBe(502);
    s3 = await startS3(s3.port);
    const again = await ask(location, { method: "HEAD", headers: tus });
    expect([again.status, again.headers["upload-offset"]]).toEqual([200, "1000"]);
    const row = await videoRow(Number(again.headers["x-video-id"]));
    expect((await storage().stat(row.sourceKey))?.sizeBytes).toBe(1000);
  });
});

describe("behind nginx", () => {
  let id: number;
  let bytes: Buffer;
  const proxied = { "x-forwarded-for": "203.0.113.9" };
  beforeAll(async () => {
    await serve({ STORAGE: "disk", STORAGE_DELIVERY: "accel", TRUSTED_PROXIES: "127.0.0.1" });
    id = await uploadForTest(owner, clip);
    expect(await processForTest(id)).toBe(true);
    bytes = await readFile(path.join(env().DATA_DIR, "storage", "videos", String(id), "g1", "480p", "segment_g1_00000.ts"));
    Object.assign(defaults, { STORAGE_DELIVERY: "accel" });
  });

  it("a file that may be read is named to the proxy, and only to it", async () => {
    const told = await ask(segmentOf(id), { headers: proxied });
    expect([told.status, told.headers["x-accel-redirect"], told.headers["content-type"], told.headers["cache-control"], told.body.length]).toEqual([
      200, `/_atrium_files/videos/${id}/g1/480p/segment_g1_00000.ts`, "video/mp2t", "private, max-age=86400, immutable", 0,
    ]);
    expect((await ask(`/api/video/${id}/poster.jpg?g=1`, { headers: proxied })).headers).toMatchObject({ "x-accel-redirect": expect.stringMatching(/poster\.jpg$/), "cross-origin-resource-policy": "cross-origin" });
    const direct = await ask(segmentOf(id), { headers: { "x-atrium-proxied": "1" } });
    expect([direct.headers["x-accel-redirect"], direct.body.equals(bytes)]).toEqual([undefined, true]);
    for (const [who, where] of [[{ cookie: "" }, segmentOf(id)], [{}, segmentOf(id + 1)], [{}, `/api/video/${id}/480p/segment_g1_00009.ts`]] as const) {
      const refused = await ask(where, { headers: proxied, ...who });
      expect(refused.headers["x-accel-redirect"]).toBeUndefined();
      expect(refused.status).toBeGreaterThanOrEqual(401);
    }
  });

  it.runIf(findNginx())("a real one sends it with ranges and entity tags, and reaches no file by itself", async () => {
    const nginx = await startNginx({ upstreamPort: gateway.port, storageDir: path.join(env().DATA_DIR, "storage") });
    try {
      const get = (where: string, headers: Record<string, string> = {}) => fetch(nginx.url + where, { headers: { cookie, ...headers } });
      const whole = await get(segmentOf(id), { origin: client });
      expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
      expect(Object.fromEntries(whole.headers)).toMatchObject({
        "content-type": "video/mp2t", "content-length": String(bytes.length), "cache-control": "private, max-age=86400, immutable", "accept-ranges": "bytes",
        vary: "Origin, Cookie", "x-content-type-options": "nosniff", "access-control-allow-origin": client, "access-control-allow-credentials": "true",
      });
      expect(whole.headers.has("x-accel-redirect")).toBe(false);
      const part = await get(segmentOf(id), { range: "bytes=188-375" });
      expect([part.status, part.headers.get("content-range"), Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(188, 376))]).toEqual([206, `bytes 188-375/${bytes.length}`, true]);
      expect((await get(segmentOf(id), { range: `bytes=${bytes.length}-` })).status).toBe(416);
      expect((await get(segmentOf(id), { "if-none-match": whole.headers.get("etag")! })).status).toBe(304);
      expect((await get(`/api/video/${id}/poster.jpg?g=1`)).headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      for (const where of [`/_atrium_files/videos/${id}/g1/480p/segment_g1_00000.ts`, `/_atrium_files/../videos/${id}/g1/master.m3u8`, "/_atrium_files/"]) expect((await get(where)).status).not.toBe(200);
      expect((await get(segmentOf(id), { cookie: "" })).status).toBe(401);
    } finally {
      await nginx.stop();
    }
  });
});
