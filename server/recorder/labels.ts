import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Mask } from "@/server/recorder/picture";
import { scalePlane } from "@/server/recorder/scale";

const run = promisify(execFile);

/** Texts are drawn once, so large that every size in use is a whole fraction of it. */
const fullSize = 48;
/** A line, with room above and below; its letters stand on `baseline`. */
const lineHeight = 72;
const baseline = 52;
const lineWidth = 1_536;
const longestChars = 40;
/** FFmpeg is asked once for several texts; more wait for the next time. */
const mostAtOnce = 24;
const gatherMs = 30;
/** More than any layout shows at once. */
const mostKept = 200;

/** Letter heights in pixels. */
export type LetterSize = 12 | 16 | 24 | 48;

/** The text that is drawn: one line, no longer than a tile bears. */
function shorten(text: string): string {
  const points = [...text.replace(/\s+/gu, " ").trim()];
  return points.length > longestChars ? `${points.slice(0, longestChars - 1).join("")}…` : points.join("");
}

/** Cuts a line of the drawn picture to the letters in it. */
function cut(pixels: Uint8Array, line: number): Mask {
  const rows = pixels.subarray(line * lineWidth * lineHeight, (line + 1) * lineWidth * lineHeight);
  let last = -1;
  for (let at = 0; at < rows.length; at += 1) if (rows[at]! > 0) last = Math.max(last, at % lineWidth);
  // A width that every size divides.
  const width = Math.min(lineWidth, Math.ceil((last + 1) / 12) * 12);
  const mask = { width, height: lineHeight, data: new Uint8Array(width * lineHeight) };
  for (let row = 0; row < lineHeight; row += 1) mask.data.set(rows.subarray(row * lineWidth, row * lineWidth + width), row * width);
  return mask;
}

/**
 * Has FFmpeg draw texts, a line each. Texts and font come from files of a folder of their own, so nothing of them is
 * ever read as an argument or a filter.
 * @throws when FFmpeg fails, or has no `drawtext`.
 */
async function drawTexts(ffmpeg: string, font: string, texts: readonly string[]): Promise<Mask[]> {
  const cwd = await mkdtemp(path.join(tmpdir(), "atrium-names-"));
  try {
    await Promise.all([symlink(font, path.join(cwd, "font")), ...texts.map((text, index) => writeFile(path.join(cwd, `${index}.txt`), text))]);
    const draw = texts.map((_, index) => `drawtext=fontfile=font:textfile=${index}.txt:expansion=none:fontcolor=white:fontsize=${fullSize}:x=0:y=${index * lineHeight + baseline}-ascent`);
    const source = `color=black:s=${lineWidth}x${lineHeight * texts.length}:r=1`;
    const args = ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-vf", `format=gray,${draw.join(",")}`, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"];
    const { stdout } = await run(ffmpeg, args, { cwd, encoding: "buffer", maxBuffer: 2 * lineWidth * lineHeight * mostAtOnce, timeout: 20_000, killSignal: "SIGKILL" });
    if (stdout.length !== lineWidth * lineHeight * texts.length) throw new Error("FFmpeg drew no names");
    return texts.map((_, index) => cut(stdout, index));
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Masks of names and initials, drawn by FFmpeg when they are first asked for. */
export class Labels {
  /** Those that were asked for last come last. */
  readonly #drawn = new Map<string, { full: Mask | null; scaled: Map<LetterSize, Mask> }>();
  #waiting: string[] = [];
  #isDrawing = false;

  /**
   * @param onReady called when masks that were asked for can be had
   * @param draw null where there is no font: then there are no masks
   */
  constructor(private readonly onReady: () => void, private readonly draw: ((texts: readonly string[]) => Promise<Mask[]>) | null, private readonly onFailure: (error: unknown) => void = () => {}) {}

  static withFont(ffmpeg: string, font: string | null, onReady: () => void, onFailure: (error: unknown) => void): Labels {
    return new Labels(onReady, font === null ? null : (texts) => drawTexts(ffmpeg, font, texts), onFailure);
  }

  /** The mask of a text, or null while there is none. */
  get(text: string, size: LetterSize): Mask | null {
    const key = shorten(text);
    if (key === "" || !this.draw) return null;
    const drawn = this.#drawn.get(key);
    if (drawn) this.#keep(key, drawn);
    else this.#ask(key);
    return drawn?.full ? this.#atSize(drawn.full, drawn.scaled, size) : null;
  }

  /** Of those that nobody has asked for in a long time there may be thousands, in a room that is open to everybody. */
  #keep(key: string, drawn: { full: Mask | null; scaled: Map<LetterSize, Mask> }): void {
    this.#drawn.delete(key);
    this.#drawn.set(key, drawn);
    for (const oldest of this.#drawn.keys()) {
      if (this.#drawn.size <= mostKept) break;
      this.#drawn.delete(oldest);
    }
  }

  #atSize(full: Mask, scaled: Map<LetterSize, Mask>, size: LetterSize): Mask {
    const known = scaled.get(size);
    if (known) return known;
    const part = fullSize / size;
    const mask = { width: full.width / part, height: full.height / part, data: new Uint8Array((full.width / part) * (full.height / part)) };
    scalePlane({ data: full.data, start: 0, stride: full.width }, full.width, full.height, { data: mask.data, start: 0, stride: mask.width }, mask.width, mask.height);
    scaled.set(size, mask);
    return mask;
  }

  #ask(key: string): void {
    this.#keep(key, { full: null, scaled: new Map() });
    this.#waiting.push(key);
    if (!this.#isDrawing) setTimeout(() => void this.#drawWaiting(), gatherMs);
    this.#isDrawing = true;
  }

  async #drawWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const texts = this.#waiting.splice(0, mostAtOnce);
      try {
        const masks = await this.draw!(texts);
        texts.forEach((text, index) => this.#keep(text, { full: masks[index]!, scaled: new Map() }));
        this.onReady();
      } catch (error) {
        // They stay without a mask: a picture without names is worth more than none.
        this.onFailure(error);
      }
    }
    this.#isDrawing = false;
  }
}
