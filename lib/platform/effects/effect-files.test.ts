import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ByteBuffer } from "flatbuffers";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { backgroundPictures, effectsPath } from "@/lib/core/effects";
import { findEffectFile, hasBackgroundModel } from "@/lib/platform/effects/effect-files";
import { withSegmenterMetadata } from "@/lib/platform/effects/model-metadata";

const shipped = () => readFile("node_modules/@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite");
const versionOf = async (name: string) => (JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;

/** The bytes of the metadata with this name, found the way a reader of the format finds them. */
function metadataOf(model: Uint8Array, wanted: string): Uint8Array | null {
  const bytes = new ByteBuffer(model);
  const root = bytes.readInt32(0);
  const at = (table: number, field: number) => table + bytes.__offset(table, 4 + field * 2);
  const list = bytes.__indirect(at(root, 6));
  for (let index = 0; index < bytes.readInt32(list); index += 1) {
    const entry = bytes.__indirect(list + 4 + index * 4);
    const name = bytes.__indirect(at(entry, 0));
    if (Buffer.from(model.subarray(name + 4, name + 4 + bytes.readInt32(name))).toString() !== wanted) continue;
    const buffers = bytes.__indirect(at(root, 4));
    const buffer = bytes.__indirect(buffers + 4 + bytes.readInt32(at(entry, 1)) * 4);
    const data = bytes.__indirect(at(buffer, 0));
    return model.subarray(data + 4, data + 4 + bytes.readInt32(data));
  }
  return null;
}

describe("the model", () => {
  test("gets metadata that names its input range, and keeps its content as it was", async () => {
    const before = await shipped();
    const after = withSegmenterMetadata(before);
    expect(Buffer.from(after.subarray(after.length - before.length)).equals(before)).toBe(true);
    const metadata = metadataOf(after, "TFLITE_METADATA");
    expect(Buffer.from(metadata!.subarray(4, 8)).toString()).toBe("M001");
    expect(withSegmenterMetadata(after)).toBe(after);
  });

  test("is no other file", () => {
    expect(() => withSegmenterMetadata(Buffer.from("<html>not found</html>"))).toThrow("no TensorFlow Lite model");
  });
});

test("the address of the files changes with the packages that they come from", async () => {
  expect(effectsPath).toContain(`/${await versionOf("@mediapipe/tasks-vision")}-${await versionOf("@timephy/rnnoise-wasm")}-`);
  const { dependencies } = JSON.parse(await readFile("node_modules/@livekit/track-processors/package.json", "utf8")) as { dependencies: Record<string, string> };
  expect(dependencies["@mediapipe/tasks-vision"]).toBe(await versionOf("@mediapipe/tasks-vision"));
});

test("every module that the noise worklet imports is served", async () => {
  const seen = new Set<string>();
  const visit = async (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = (await findEffectFile(`noise/${name}`)!.read()).toString();
    for (const [, from] of text.matchAll(/^import\s(?:.*\sfrom\s)?"\.\/([^"]+)"/gm)) await visit(path.posix.join(path.posix.dirname(name), from!));
  };
  await visit("NoiseSuppressorWorklet");
  expect(seen).toContain("generated/rnnoise-sync");
});

test("each picture is drawn in the width that its name says", async () => {
  for (const name of backgroundPictures) expect([name, (await sharp(await findEffectFile(`pictures/${name}-320.webp`)!.read()).metadata()).width]).toEqual([name, 320]);
});

test("where the model was not installed, backgrounds are not offered", async () => {
  const empty = await mkdtemp(path.join(tmpdir(), "atrium-effects-"));
  try {
    expect([await hasBackgroundModel(), await hasBackgroundModel(empty)]).toEqual([true, false]);
    await expect(findEffectFile("model.tflite", empty)!.read()).rejects.toThrow("ENOENT");
  } finally {
    await rm(empty, { recursive: true });
  }
});
