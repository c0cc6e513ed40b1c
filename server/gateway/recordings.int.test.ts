import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { recording } from "@/db/schema/recordings";
import { env, parseEnv } from "@/lib/platform/env";
import { writeSampleClip } from "@/lib/platform/media/sample-clip";
import { forgetStorage } from "@/lib/platform/storage/storage";
import { getRecording } from "@/lib/recordings/queries/recordings";
import { finishFile, saveRecording, storeFile } from "@/lib/recordings/store";
import { makeWorkFile } from "@/lib/recordings/work-file";
import { handleRecordings } from "@/server/gateway/recordings";
import { cookieOf, serveGateway } from "@/server/gateway/testing";
import { startS3 } from "@/server/testing-s3.mjs";

let s3: Awaited<ReturnType<typeof startS3>>;
let gateway: Awaited<ReturnType<typeof serveGateway>>;
const before = { ...env() };
beforeAll(async () => {
  s3 = await startS3();
  Object.assign(env(), parseEnv({ ...process.env, ...s3.env }));
  forgetStorage();
  gateway = await serveGateway(handleRecordings);
});
afterAll(async () => {
  await gateway.stop();
  await s3.stop();
  Object.assign(env(), before);
  forgetStorage();
});

it("is not saved while the store is away, says until when it is tried, and is saved once the file is there; a link that has expired says so on a page; its download is then a 502 in words, never half a film that counts as whole", { timeout: 90_000 }, async () => {
  const owner = await createActor();
  const at = await createRoomWith([[owner, "owner"]]);
  const [row] = await db().insert(recording).values({ roomId: at.id, startedBy: owner.userId, mode: "room_composite", engine: "builtin", status: "stopped", reason: "asked", startedAt: new Date(), stoppedAt: new Date(), finishedAt: new Date() }).returning();
  const id = row!.id;
  await writeSampleClip(await makeWorkFile(id), { width: 320, height: 180, seconds: 2, extra: ["-movflags", "+frag_keyframe+empty_moov+default_base_moof"] });
  const whole = (await finishFile(id))!;
  const shown = () => getRecording(owner, at.slug, id);
  const [cookie, address] = [await cookieOf(owner), `/api/recordings/${id}/file/`];

  await s3.stop();
  await expect(storeFile(id, whole)).rejects.toMatchObject({ code: "upstream_failed" });
  expect(await shown()).toMatchObject({ status: "stopped", retried_until: expect.any(String), download_url: null });
  expect((await gateway.ask(address, { cookie })).status).toBe(404);

  s3 = await startS3(s3.port);
  expect(await saveRecording(id, whole, (await storeFile(id, whole))!)).toMatchObject({ isSaved: true });
  expect(await shown()).toMatchObject({ status: "saved", retried_until: null, sha256: whole.sha256 });
  expect((await gateway.ask(address, { cookie })).body.equals(await readFile(whole.file!))).toBe(true);

  const expired = (mode: string, as = "") => gateway.ask(`${address}?until=1&key=x`, { cookie: as, headers: { "sec-fetch-mode": mode } });
  const answers = [await expired("navigate"), await expired("cors"), await expired("navigate", cookie)];
  expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([[303, "/shared/ended"], [401, undefined], [200, undefined]]);

  await s3.stop();
  const away = await gateway.ask(address, { cookie });
  expect([away.status, JSON.parse(away.text)]).toEqual([502, { detail: "The store of files did not answer." }]);
  expect((await db().select({ status: recording.status }).from(recording).where(eq(recording.id, id)))[0]).toEqual({ status: "saved" });
});
