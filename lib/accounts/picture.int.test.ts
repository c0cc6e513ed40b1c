import { readdir, utimes } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { DELETE as deleteBackground, GET as getBackground, PUT as putBackground } from "@/app/api/me/background/route";
import { DELETE, PUT } from "@/app/api/me/picture/route";
import { GET as listPictures } from "@/app/api/people/pictures/route";
import { setBackground, setPicture, sweepPictures } from "@/lib/accounts/commands/change-picture";
import { purgeFilesOf } from "@/lib/accounts/commands/purge-account";
import { mistakes } from "@/lib/accounts/contract";
import { hasBackground } from "@/lib/accounts/pictures";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { call } from "@/lib/http/testing";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { env } from "@/lib/platform/env";
import { handlePersonalFiles } from "@/server/gateway/personal-files";
import { cookieOf, serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
beforeAll(async () => (gateway = await serveGateway(handlePersonalFiles)));
afterAll(() => gateway.stop());

/** Left half red, right half blue. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#ff0000" } }).composite([{ input: { create: { width: width / 2, height, channels: 3, background: "#0000ff" } }, left: width / 2, top: 0 }]);
const photo = async () => halves(600, 400).withExif({ IFD0: { Make: "A camera" }, IFD3: { GPSLatitude: "52/1 31/1 0/1" } }).jpeg().toBuffer();
const pictureOf = async ({ userId }: UserActor) => (await db().select({ picture: user.picture }).from(user).where(eq(user.id, userId)))[0]!.picture;
const trailOf = async ({ userId }: UserActor) => (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.actorId, userId))).map(({ action }) => action);
const stored = () => readdir(path.join(env().DATA_DIR, "storage", "pictures")).catch(() => [] as string[]);
const cookies = async (actor: UserActor) => ({ [accessCookie]: await mintSessionToken(actor.userId, actor.sessionId) });
const put = async (actor: UserActor, body: Buffer | string, { query = "", type = "image/png" } = {}) =>
  PUT(new Request(`http://localhost:3000/api/me/picture/${query}`, { method: "PUT", body: typeof body === "string" ? body : new Uint8Array(body), headers: { "content-type": type, cookie: Object.entries(await cookies(actor)).map((pair) => pair.join("=")).join() } }), { params: Promise.resolve({}) });

describe("a picture", () => {
  test("is cut, encoded anew without a trace of the file, and served to those who are signed in, for good", async () => {
    const [ada, other] = [await createActor(), await createActor()];
    const source = await photo();
    expect(source.includes("A camera")).toBe(true);
    const answer = await put(ada, source, { query: "?left=300&top=50&size=300" });
    expect(answer.status).toBe(200);
    const { picture } = (await answer.json()) as { picture: string };
    const found = await gateway.ask(picture, { cookie: await cookieOf(other) });
    expect([found.status, found.headers["content-type"], found.headers["cache-control"], found.headers["x-content-type-options"]]).toEqual([200, "image/webp", "private, max-age=31536000, immutable", "nosniff"]);
    const made = await sharp(found.body).metadata();
    expect([made.format, made.width, made.height, made.exif]).toEqual(["webp", 512, 512, undefined]);
    const [red, , blue] = (await sharp(found.body).stats()).channels.map(({ mean }) => Math.round(mean / 100));
    expect([red, blue]).toEqual([0, 3]);
    const small = await gateway.ask(picture.replace("512", "96"), { cookie: await cookieOf(ada) });
    expect((await sharp(small.body).metadata()).width).toBe(96);
    const list = await call(listPictures, `/api/people/pictures/?ids=${ada.userId},${other.userId},nobody`, { cookies: await cookies(other) });
    expect(await list.json()).toEqual({ pictures: { [ada.userId]: picture.replace("512", "96") }, unknown: [] });
    expect(await trailOf(ada)).toEqual(["account.picture_changed"]);
  });

  test("stands upright, whatever way the camera was held", async () => {
    const ada = await createActor();
    const turned = await halves(600, 400).withExif({ IFD0: { Make: "x" } }).keepMetadata().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    await setPicture(ada, turned, { left: 0, top: 300, size: 300 });
    const { body } = await gateway.ask(`/api/pictures/${await pictureOf(ada)}/96.webp`, { cookie: await cookieOf(ada) });
    expect((await sharp(body).stats()).dominant.b).toBeGreaterThan(200);
  });

  test("is gone when it is removed or replaced: no file, no address", async () => {
    const ada = await createActor();
    await setPicture(ada, await photo(), null);
    const first = (await pictureOf(ada))!;
    await setPicture(ada, await halves(100, 100).png().toBuffer(), null);
    const second = (await pictureOf(ada))!;
    expect(await stored()).not.toContain(first);
    const cookie = await cookieOf(ada);
    expect([(await gateway.ask(`/api/pictures/${first}/96.webp`, { cookie })).status, (await gateway.ask(`/api/pictures/${second}/96.webp`, { cookie })).status]).toEqual([404, 200]);
    expect((await call(DELETE, "/api/me/picture/", { method: "DELETE", cookies: await cookies(ada) })).status).toBe(204);
    expect([await pictureOf(ada), (await stored()).includes(second), (await gateway.ask(`/api/pictures/${second}/96.webp`, { cookie })).status]).toEqual([null, false, 404]);
    expect((await call(DELETE, "/api/me/picture/", { method: "DELETE", cookies: await cookies(ada) })).status).toBe(204);
    expect(await trailOf(ada)).toEqual(["account.picture_changed", "account.picture_changed", "account.picture_removed"]);
  });

  test("is shown by nobody whose account is off, and to nobody who is not signed in", async () => {
    const [ada, other] = [await createActor(), await createActor()];
    await setPicture(ada, await photo(), null);
    const at = `/api/pictures/${await pictureOf(ada)}/96.webp`;
    expect((await gateway.ask(at)).status).toBe(401);
    expect((await call(listPictures, `/api/people/pictures/?ids=${ada.userId}`)).status).toBe(401);
    for (const bad of ["/api/pictures/", `/api/pictures/${"0".repeat(40)}/96.webp`, at.replace("96", "97"), at.replace("/96", "/..%2f96"), `${at}x`]) {
      expect([bad, (await gateway.ask(bad, { cookie: await cookieOf(other) })).status]).toEqual([bad, 404]);
    }
    await db().update(user).set({ isActive: false }).where(eq(user.id, ada.userId));
    const cookie = await cookieOf(other);
    expect((await gateway.ask(at, { cookie })).status).toBe(404);
    expect(await (await call(listPictures, `/api/people/pictures/?ids=${ada.userId}`, { cookies: await cookies(other) })).json()).toEqual({ pictures: {}, unknown: [] });
  });
});

describe("what is no picture", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>';
  test("is refused by its content, whatever it is called, and nothing is kept", async () => {
    const ada = await createActor();
    const before = await stored();
    const png = await halves(60, 60).png().toBuffer();
    const bad: Record<string, Buffer | string> = {
      svg, page: "<!doctype html><script>alert(1)</script>", empty: "", text: "GIF is a word", cutOff: png.subarray(0, 60),
      pngStartOnly: Buffer.concat([png.subarray(0, 8), Buffer.from(svg)]), gifStartWithPage: `GIF89a/*${svg}*/`, tiff: await halves(60, 60).tiff().toBuffer(), avif: await halves(64, 64).avif().toBuffer(),
    };
    for (const [name, body] of Object.entries(bad)) {
      const answer = await put(ada, body);
      expect([name, answer.status, Object.keys(((await answer.json()) as { errors: object }).errors)]).toEqual([name, 400, ["picture"]]);
    }
    expect([await pictureOf(ada), await stored(), await trailOf(ada)]).toEqual([null, before, []]);
  });

  test("of a page that is a picture as well, only the pixels are kept", async () => {
    const ada = await createActor();
    await setPicture(ada, Buffer.concat([await halves(60, 60).png().toBuffer(), Buffer.from(svg)]), null);
    const { body } = await gateway.ask(`/api/pictures/${await pictureOf(ada)}/512.webp`, { cookie: await cookieOf(ada) });
    expect([body.includes("script"), (await sharp(body).metadata()).format]).toEqual([false, "webp"]);
  });

  test("a file that claims more pixels than fit, a square outside, too many bytes and another type are refused", async () => {
    const ada = await createActor();
    const claim = await halves(60, 60).png().toBuffer();
    claim.writeUInt32BE(20_000, 16);
    claim.writeUInt32BE(20_000, 20);
    claim.writeUInt32BE(crc32(claim.subarray(12, 29)), 29);
    const refused = await put(ada, claim);
    expect([refused.status, ((await refused.json()) as { errors: object }).errors]).toEqual([400, { picture: [mistakes.pictureLarge] }]);
    for (const query of ["?left=500&top=0&size=101", "?left=0&top=0&size=401", "?size=x", "?left=0&width=3"]) expect([query, (await put(ada, await photo(), { query })).status]).toEqual([query, 400]);
    expect((await put(ada, Buffer.alloc(settings.pictureMaxBytes + 1))).status).toBe(413);
    expect((await put(ada, await photo(), { type: "text/html" })).status).toBe(415);
    expect(await pictureOf(ada)).toBeNull();
  });
});

describe("the picture behind a person in calls", () => {
  const keep = async (actor: UserActor, body: Buffer | string, type = "image/png") =>
    putBackground(new Request("http://localhost:3000/api/me/background/", { method: "PUT", body: typeof body === "string" ? body : new Uint8Array(body), headers: { "content-type": type, cookie: Object.entries(await cookies(actor)).map((pair) => pair.join("=")).join() } }), { params: Promise.resolve({}) });
  const get = async (actor: UserActor, query = "") => call(getBackground, `/api/me/background/${query}`, { cookies: await cookies(actor) });
  const kept = () => readdir(path.join(env().DATA_DIR, "storage", "backgrounds")).catch(() => [] as string[]);

  test("fills the shape of a call, is encoded anew, and is for nobody but the person", async () => {
    const [ada, other] = [await createActor(), await createActor()];
    expect((await keep(ada, await photo(), "image/jpeg")).status).toBe(204);
    const answer = await get(ada, "?v=1");
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([200, "image/webp", "private, no-store"]);
    const made = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([made.format, made.width, made.height, made.exif]).toEqual(["webp", 1280, 720, undefined]);
    expect((await get(other)).status).toBe(404);
    expect([await hasBackground(ada), await hasBackground(other)]).toEqual([true, false]);
    expect(await trailOf(ada)).toEqual(["account.background_changed"]);
  });

  test("is gone when it is replaced, removed, or the person is", async () => {
    const ada = await createActor();
    await setBackground(ada, await photo());
    const [first] = await kept();
    await setBackground(ada, await halves(320, 180).png().toBuffer());
    expect(await kept()).not.toContain(first);
    expect((await call(deleteBackground, "/api/me/background/", { method: "DELETE", cookies: await cookies(ada) })).status).toBe(204);
    expect([(await get(ada)).status, await hasBackground(ada)]).toEqual([404, false]);
    const before = await kept();
    await setBackground(ada, await photo());
    await purgeFilesOf(ada.userId);
    expect([await kept(), await hasBackground(ada)]).toEqual([before, false]);
  });

  test("is refused when it is no picture or more than two megabytes, and the one before stays", async () => {
    const ada = await createActor();
    await setBackground(ada, await photo());
    const before = await kept();
    expect((await keep(ada, "<!doctype html><script>alert(1)</script>")).status).toBe(400);
    expect((await keep(ada, Buffer.alloc(settings.backgroundMaxBytes + 1))).status).toBe(413);
    expect((await keep(ada, await photo(), "text/html")).status).toBe(415);
    expect([await kept(), (await get(ada)).status]).toEqual([before, 200]);
  });

  test("that nobody has any more is swept", async () => {
    const ada = await createActor();
    const others = await kept();
    await setBackground(ada, await photo());
    const name = (await kept()).find((each) => !others.includes(each))!;
    await db().update(user).set({ background: null }).where(eq(user.id, ada.userId));
    const old = new Date(Date.now() - settings.uploadExpirySeconds * 1000 - 1000);
    await utimes(path.join(env().DATA_DIR, "storage", "backgrounds", name, "1280.webp"), old, old);
    expect(await sweepPictures()).toBe(1);
    expect(await kept()).not.toContain(name);
  });
});

test("files that nobody shows are swept once they are old enough to be nobody's", async () => {
  const ada = await createActor();
  await setPicture(ada, await photo(), null);
  const name = (await pictureOf(ada))!;
  await db().update(user).set({ picture: null }).where(eq(user.id, ada.userId));
  expect(await sweepPictures()).toBe(0);
  const old = new Date(Date.now() - settings.uploadExpirySeconds * 1000 - 1000);
  await utimes(path.join(env().DATA_DIR, "storage", "pictures", name, "96.webp"), old, old);
  expect(await sweepPictures()).toBe(1);
  expect(await stored()).not.toContain(name);
});
