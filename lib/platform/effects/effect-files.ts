import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { backgroundPictures, backgroundWidths } from "@/lib/core/effects";
import { withSegmenterMetadata } from "@/lib/platform/effects/model-metadata";
import { drawScene } from "@/lib/platform/effects/scenes";

/** A file for effects: its type, and how its bytes are made. Reading throws when a package was left out. */
export type EffectFile = { type: string; read: () => Promise<Buffer> };

/** The installed packages; a test has others. Read by their names at run time: nothing for a bundler to follow. */
const installed = () => path.join(/*turbopackIgnore: true*/ process.cwd(), "node_modules");
const script = "text/javascript; charset=utf-8";
const wasm = "application/wasm";

const modelFile = "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite";
const visionFolder = "@mediapipe/tasks-vision/wasm";
const noiseFolder = "@timephy/rnnoise-wasm/dist";

/** The modules of the worklet, as they import each other: without an ending. */
const noiseModules = ["NoiseSuppressorWorklet", "polyfills", "RnnoiseProcessor", "index", "math", "generated/rnnoise-sync"];

function table(packages: string): Map<string, EffectFile> {
  const fromPackage = (file: string, type: string): EffectFile => ({ type, read: () => readFile(path.join(/*turbopackIgnore: true*/ packages, file)) });
  const files = new Map<string, EffectFile>();
  for (const name of ["vision_wasm_internal", "vision_wasm_nosimd_internal"]) {
    files.set(`vision/${name}.js`, fromPackage(`${visionFolder}/${name}.js`, script));
    files.set(`vision/${name}.wasm`, fromPackage(`${visionFolder}/${name}.wasm`, wasm));
  }
  for (const name of noiseModules) files.set(`noise/${name}`, fromPackage(`${noiseFolder}/${name}.js`, script));
  files.set("model.tflite", { type: "application/octet-stream", read: async () => Buffer.from(withSegmenterMetadata(await readFile(path.join(/*turbopackIgnore: true*/ packages, modelFile)))) });
  for (const name of backgroundPictures) {
    for (const width of Object.values(backgroundWidths)) files.set(`pictures/${name}-${width}.webp`, { type: "image/webp", read: () => drawScene(name, width) });
  }
  return files;
}

/** What is served under this name; undefined for nothing. Only these names exist, so no path leads elsewhere. */
export function findEffectFile(name: string, packages = installed()): EffectFile | undefined {
  return table(packages).get(name);
}

/** Whether backgrounds can be told from people here: without the model the choice is not offered. */
export async function hasBackgroundModel(packages = installed()): Promise<boolean> {
  const there = await Promise.all([modelFile, `${visionFolder}/vision_wasm_internal.wasm`].map((file) => stat(path.join(/*turbopackIgnore: true*/ packages, file)).then((found) => found.isFile(), () => false)));
  return there.every(Boolean);
}
