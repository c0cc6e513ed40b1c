import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where systems keep a font with most of the letters of names. */
const knownPlaces = [
  "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
  "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
  "/usr/share/fonts/TTF/DejaVuSans.ttf",
  "/usr/share/fonts/dejavu/DejaVuSans.ttf",
  "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
  "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
  "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
  "/System/Library/Fonts/Supplemental/Arial.ttf",
  "C:\\Windows\\Fonts\\arial.ttf",
];

/** The file of a font for names, or null: a recording goes on without them. */
export async function findFont(places: readonly string[] = knownPlaces, matcher = "fc-match"): Promise<string | null> {
  const known = places.find((file) => existsSync(file));
  if (known) return known;
  try {
    const { stdout } = await run(matcher, ["-f", "%{file}", "sans-serif"], { timeout: 5_000 });
    return existsSync(stdout) ? stdout : null;
  } catch {
    // No fontconfig either.
    return null;
  }
}
