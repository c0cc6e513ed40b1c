import { BackgroundProcessor, supportsBackgroundProcessors, type BackgroundProcessorWrapper } from "@livekit/track-processors";
import { Track } from "livekit-client";
import { EffectError, type Look } from "@/components/call/effects/kinds";
import { effectsPath } from "@/lib/core/effects";

export type Processor = BackgroundProcessorWrapper;
/** Here, since pages that only show a preview have no other use for LiveKit's code. */
export const videoKind = Track.Kind.Video;

/** More costs processor time and shows nothing: it is what cameras give in a room. */
const maxFps = 24;

let software: boolean | undefined;
/** A machine without a graphics processor draws by its main one, where the segmenter is several times faster by itself. */
const drawsBySoftware = () => (software ??= askRenderer());

function askRenderer(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  const info = context?.getExtension("WEBGL_debug_renderer_info");
  const renderer: unknown = info && context?.getParameter(info.UNMASKED_RENDERER_WEBGL);
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof renderer === "string" && /swiftshader|llvmpipe|software/i.test(renderer);
}

/** Where drawing is slow, a smaller picture with a background is better than a large one that stands still. */
export async function spare(track: MediaStreamTrack): Promise<void> {
  if (drawsBySoftware()) await track.applyConstraints({ width: 640, height: 360, frameRate: 12 });
}

async function requirePicture(path: string): Promise<void> {
  const image = new Image();
  image.src = path;
  await image.decode();
}

const modeOf = (look: Look) => ("blurRadius" in look ? { mode: "background-blur" as const, ...look } : { mode: "virtual-background" as const, ...look });

/** Something that puts this look behind a person. @throws EffectError, or what decoding a picture throws */
export async function createProcessor(look: Look, onFrame: (milliseconds: number) => void): Promise<Processor> {
  if (!supportsBackgroundProcessors()) throw new EffectError("This browser cannot change backgrounds.");
  if ("imagePath" in look) await requirePicture(look.imagePath);
  const processor = BackgroundProcessor({
    ...modeOf(look),
    maxFps,
    assetPaths: { tasksVisionFileSet: `${effectsPath}/vision`, modelAssetPath: `${effectsPath}/model.tflite` },
    segmenterOptions: { delegate: drawsBySoftware() ? "CPU" : "GPU" },
    onFrameProcessed: ({ filterTimeMs }) => onFrame(filterTimeMs),
  });
  // It would send its first picture as it is, to be quick: the very one that nobody should see.
  processor.transformer.isFirstFrame = false;
  return processor;
}

/** Another look from the next picture on; none is sent without one. @throws what decoding a picture throws */
export async function changeLook(processor: Processor, look: Look): Promise<void> {
  if ("imagePath" in look) await requirePicture(look.imagePath);
  await processor.switchTo(modeOf(look));
}
