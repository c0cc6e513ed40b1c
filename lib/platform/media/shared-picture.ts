import { stat } from "node:fs/promises";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { settings } from "@/lib/core/settings";
import type { PictureProblem } from "@/lib/platform/media/picture";

/** A picture that one person shows to others, in two files: the whole one, and a small still one. Sizes are of the upright picture. */
export type SharedPicture = { whole: string; preview: string; type: string; endings: readonly [string, ...string[]]; width: number; height: number; isMoving: boolean };

/** Fills a message on a screen with fine pixels; a page of a chat has many. */
const previewBox = { width: 800, height: 640 };

type Format = { type: string; endings: readonly [string, ...string[]]; encode: (picture: Sharp) => Sharp };

/** A picture stays of its kind. What is lost by encoding a photo once more is not seen at these qualities. */
const formats: Record<string, Format> = {
  jpeg: { type: "image/jpeg", endings: [".jpg", ".jpeg"], encode: (picture) => picture.jpeg({ quality: 88 }) },
  png: { type: "image/png", endings: [".png"], encode: (picture) => picture.png({ compressionLevel: 7 }) },
  gif: { type: "image/gif", endings: [".gif"], encode: (picture) => picture.gif({ effort: 2 }) },
  webp: { type: "image/webp", endings: [".webp"], encode: (picture) => picture.webp({ quality: 86, effort: 2 }) },
};

/** Whoever is being worked for; one after the other, since each may take a whole processor and the memory of its pixels. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  return mine;
}

/**
 * Makes what is handed on of a picture, into the folder: its pixels, upright, encoded anew. No place, no camera, no
 * colour profile (the colours are turned into sRGB), nothing that was hung on at its end. Animations go on moving while
 * all their frames together are few enough pixels; beyond that the first one stands. Only for files that begin as a
 * picture does.
 */
export function makeSharedPicture(file: string, folder: string): Promise<{ ok: true; picture: SharedPicture } | { ok: false; problem: PictureProblem }> {
  return inTurn(async () => {
    try {
      return { ok: true, picture: await make(file, folder) };
    } catch (error) {
      return { ok: false, problem: /pixel limit/i.test(String(error)) ? "too_many_pixels" : "not_a_picture" };
    }
  });
}

async function make(file: string, folder: string): Promise<SharedPicture> {
  const open = (pages: number) => sharp(file, { limitInputPixels: settings.pictureMaxPixels, failOn: "error", pages }).timeout({ seconds: settings.pictureWorkSeconds });
  const { format, pages = 1, autoOrient, orientation = 1 } = await open(1).metadata();
  const { width, height } = autoOrient;
  const found = formats[format];
  if (!found) throw new Error("of another kind than it begins");
  const isMoving = pages > 1 && orientation === 1 && width * height * pages <= settings.movingPictureMaxPixels;
  const [whole, preview] = [path.join(folder, "whole"), path.join(folder, "preview")];
  await found.encode(isMoving ? open(-1) : open(1).autoOrient()).toFile(whole);
  await open(1).autoOrient().resize({ ...previewBox, fit: "inside", withoutEnlargement: true }).flatten({ background: "#ffffff" }).webp({ quality: 76 }).toFile(preview);
  if ((await stat(whole)).size === 0) throw new Error("nothing came of it");
  return { whole, preview, type: found.type, endings: found.endings, width, height, isMoving };
}
