import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { effectsPath } from "@/lib/core/effects";
import { handleEffects } from "@/server/gateway/effects";
import { serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
beforeAll(async () => (gateway = await serveGateway(handleEffects)));
afterAll(() => gateway.stop());

test("the files of effects come packed where the browser can unpack, whole otherwise, and are kept for good", async () => {
  const at = `${effectsPath}/model.tflite`;
  const packed = await gateway.ask(at, { headers: { "accept-encoding": "gzip, br" } });
  const whole = await gateway.ask(at);
  expect([packed.status, packed.headers["content-encoding"], packed.headers["cache-control"], packed.headers.vary]).toEqual([200, "gzip", "public, max-age=31536000, immutable", "Accept-Encoding"]);
  expect(whole.headers["content-encoding"]).toBeUndefined();
  expect(gunzipSync(packed.body).equals(whole.body)).toBe(true);
  const worklet = await gateway.ask(`${effectsPath}/noise/NoiseSuppressorWorklet`);
  expect([worklet.status, worklet.headers["content-type"], worklet.headers["x-content-type-options"]]).toEqual([200, "text/javascript; charset=utf-8", "nosniff"]);
});

test("nothing else is behind the address: no other version, no other file of a package, no way up", async () => {
  for (const path of ["/effects/", "/effects/0/model.tflite", `${effectsPath}/`, `${effectsPath}/constructor`, `${effectsPath}/noise/../../../package.json`, `${effectsPath}/noise/%2e%2e/package.json`, `${effectsPath}/vision/vision_bundle.mjs`, `${effectsPath}/model.tflite/`]) {
    expect([path, (await gateway.ask(path)).status]).toEqual([path, 404]);
  }
  const posted = await gateway.ask(`${effectsPath}/model.tflite`, { method: "POST" });
  expect([posted.status, posted.headers.allow]).toEqual([405, "GET, HEAD"]);
});
