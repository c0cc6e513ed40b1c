import { backgroundPicturePath, backgroundPictures, type BackgroundPicture } from "@/lib/core/effects";

/** What stands behind a person: their room as it is, blurred, one of the shipped pictures, or a picture of their own. */
export const backgrounds = ["none", "blur-light", "blur-strong", ...backgroundPictures, "own"] as const;
export type Background = (typeof backgrounds)[number];
export type ShownBackground = Exclude<Background, "none">;

/** Whether effects may run: off by themselves when the machine is too slow, never, or always. */
export const savings = ["auto", "always", "never"] as const;
export type Saving = (typeof savings)[number];

/** Which effects a person wants. */
export type EffectChoices = { background: Background; noise: boolean; saving: Saving };

/** Where the picture of the person themselves is; the same for everyone, since only they get it. */
export const ownBackgroundPath = "/api/me/background/";

/** @param version another one where the picture may have changed since it was last fetched */
export function ownPicturePath(version: number): string {
  return `${ownBackgroundPath}?v=${version}`;
}

/** In pixels of a picture 720 high. */
const blurRadius = { "blur-light": 8, "blur-strong": 24 } as const;

/** How a background is made: out of the picture itself, or from another one. */
export type Look = { blurRadius: number } | { imagePath: string };

/** @param ownVersion grows when the person's own picture changes, so that it is fetched anew */
export function lookOf(background: ShownBackground, ownVersion = 0): Look {
  if (background === "blur-light" || background === "blur-strong") return { blurRadius: blurRadius[background] };
  if (background === "own") return { imagePath: ownPicturePath(ownVersion) };
  return { imagePath: backgroundPicturePath(background satisfies BackgroundPicture, "full") };
}

/** Whether this browser can put something behind a person at all. Asked before the code for it is loaded. */
export function canShowBackgrounds(): boolean {
  if (typeof OffscreenCanvas === "undefined" || typeof VideoFrame === "undefined" || typeof createImageBitmap === "undefined") return false;
  return "captureStream" in HTMLCanvasElement.prototype && document.createElement("canvas").getContext("webgl2") !== null;
}

/** Whether this browser can take noise out of a voice. */
export function canSuppressNoise(): boolean {
  return typeof AudioWorkletNode !== "undefined" && typeof WebAssembly !== "undefined";
}

/** An effect that could not begin. What it was meant for stays off, so that nobody shows what they wanted hidden. */
export class EffectError extends Error {
  override name = "EffectError";
}
