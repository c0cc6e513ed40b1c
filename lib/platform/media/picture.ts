import sharp, { type Sharp } from "sharp";
import { settings } from "@/lib/core/settings";

/** A square of an upright picture, in its pixels. */
export type Square = { left: number; top: number; size: number };

/** Why something is no picture that can be used. */
export type PictureProblem = "not_a_picture" | "too_many_pixels" | "outside";

/** What the first bytes say. Only these reach the decoder: an SVG is a program, and a page named .png is still a page. */
export function hasPictureStart(bytes: Buffer): boolean {
  const begins = (...start: number[]) => start.every((byte, index) => bytes[index] === byte);
  const isWebp = bytes.subarray(0, 4).toString("latin1") === "RIFF" && bytes.subarray(8, 12).toString("latin1") === "WEBP";
  return begins(0xff, 0xd8, 0xff) || begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || begins(0x47, 0x49, 0x46, 0x38) || isWebp;
}

const decoders = new Set(["jpeg", "png", "gif", "webp"]);

type Made<Files> = { ok: true; files: Files } | { ok: false; problem: PictureProblem };

/** Opens what is a picture by its content and makes files of it; refuses the rest, and what would fill the memory. */
async function makeOf<Files>(bytes: Buffer, make: (open: () => Sharp, size: { width: number; height: number }) => Promise<Files | "outside">): Promise<Made<Files>> {
  if (!hasPictureStart(bytes)) return { ok: false, problem: "not_a_picture" };
  const open = () => sharp(bytes, { limitInputPixels: settings.pictureMaxPixels, failOn: "error", pages: 1 });
  try {
    const found = await open().metadata();
    if (!decoders.has(found.format)) return { ok: false, problem: "not_a_picture" };
    const files = await make(open, found.autoOrient);
    return files === "outside" ? { ok: false, problem: "outside" } : { ok: true, files };
  } catch (error) {
    return { ok: false, problem: /pixel limit/i.test(String(error)) ? "too_many_pixels" : "not_a_picture" };
  }
}

/**
 * Decodes a picture, cuts a square out of it (the middle where none is given) and encodes it anew as WebP in each of
 * the widths. Nothing of the file but its pixels is kept: no place, no camera, nothing that was hung on at its end.
 */
export async function squarePictures(bytes: Buffer, square: Square | null, widths: readonly number[]): Promise<Made<Buffer[]>> {
  return makeOf(bytes, async (open, { width, height }) => {
    const cut = square ?? middleOf(width, height);
    if (cut.left + cut.size > width || cut.top + cut.size > height) return "outside";
    const { data, info } = await open()
      .autoOrient()
      .extract({ left: cut.left, top: cut.top, width: cut.size, height: cut.size })
      .resize(Math.max(...widths))
      .flatten({ background: "#ffffff" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    return Promise.all(widths.map((width) => sharp(data, { raw }).resize(width).webp({ quality: 82 }).toBuffer()));
  });
}

/** The same for a picture that fills this shape, its middle kept. */
export async function coverPicture(bytes: Buffer, shape: { width: number; height: number }): Promise<Made<[Buffer]>> {
  return makeOf(bytes, async (open) => [await open().autoOrient().resize(shape.width, shape.height, { fit: "cover" }).flatten({ background: "#ffffff" }).webp({ quality: 82 }).toBuffer()]);
}

function middleOf(width: number, height: number): Square {
  const size = Math.min(width, height);
  return { left: Math.floor((width - size) / 2), top: Math.floor((height - size) / 2), size };
}
