import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createActor } from "@/db/factories";
import { env } from "@/lib/platform/env";
import { storage } from "@/lib/platform/storage/storage";
import { videoRow } from "@/lib/videos/testing";
import { cookieOf } from "@/server/gateway/testing";
import { guardChild } from "@/server/setup/guard-client.mjs";
import { findFreePort } from "@/server/setup/ports.mjs";
import { bundleEntry } from "@/server/testing-bundle";

const entry = await bundleEntry("server/gateway/uploads-web.fixture.ts");
let web: ChildProcess | undefined;
afterAll(() => web?.kill("SIGKILL"));

async function start(port: number): Promise<void> {
  web = spawn(process.execPath, entry, { env: { ...process.env, PORT: String(port) }, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  guardChild(web, "app");
  await once(web, "message");
}

test("an upload goes on where the bytes end when the server was killed in the middle of a part, and comes out whole", async () => {
  const owner = await createActor({ role: "moderator" });
  const port = await findFreePort();
  const base = `http://127.0.0.1:${port}`;
  const headers = { cookie: await cookieOf(owner), "tus-resumable": "1.0.0" };
  const bytes = randomBytes(3_000_000);
  await start(port);
  const begun = await fetch(`${base}/api/uploads/`, { method: "POST", headers: { ...headers, "upload-length": String(bytes.length), "upload-metadata": `filename ${btoa("a.mp4")},title ${btoa("A")}` } });
  const address = new URL(begun.headers.get("location") ?? "", base);

  const part = { ...headers, "content-type": "application/offset+octet-stream" };
  const cut = http.request(address, { method: "PATCH", headers: { ...part, "upload-offset": "0", "content-length": bytes.length } });
  cut.on("error", () => undefined);
  cut.write(bytes.subarray(0, 1_500_000));
  const file = path.join(env().DATA_DIR, "uploads", path.basename(address.pathname));
  await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(0);
  const died = once(web!, "exit");
  web!.kill("SIGKILL");
  await died;
  cut.destroy();

  await start(port);
  const stands = await fetch(address, { method: "HEAD", headers });
  const offset = Number(stands.headers.get("upload-offset"));
  expect([stands.status, offset > 0, offset <= 1_500_000]).toEqual([200, true, true]);
  const last = await fetch(address, { method: "PATCH", headers: { ...part, "upload-offset": String(offset) }, body: bytes.subarray(offset) });
  expect(last.status).toBe(204);
  const row = await videoRow(Number(last.headers.get("x-video-id")));
  expect(row.sourceSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect((await storage().stat(row.sourceKey))?.sizeBytes).toBe(bytes.length);
});
