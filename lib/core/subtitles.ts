/** One line of captions; times in seconds, `text` as WebVTT writes it: escaped, with nothing but the tags that it knows. */
export type Cue = { start: number; end: number; settings: string; text: string };

/** Why a text is no captions file. */
export type SubtitleProblem = "empty" | "unreadable" | "bad_time" | "too_many";
export type Subtitles = { ok: true; cues: Cue[] } | { ok: false; problem: SubtitleProblem; /** From 1; null for the file as a whole. */ line: number | null };

/** A line every second for a whole day: no film has more, and browsers go through all of them. */
export const maxCues = 20_000;

const time = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`;
const timing = new RegExp(String.raw`^\s*${time}\s*-->\s*${time}(?:\s+(.*))?$`);
/** What places a line on the picture; regions and styles are not kept, so nothing else means anything. */
const setting = /^(?:vertical:(?:rl|lr)|line:-?\d+(?:\.\d+)?%?(?:,(?:start|center|end))?|position:\d+(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|size:\d+(?:\.\d+)?%|align:(?:start|center|end|left|right))$/;
/** Tags of WebVTT that say how a text is spoken or written, with their classes and the name of a speaker or a language. */
const tag = /^<(?:\/(?:b|i|u|c|v|lang|ruby|rt)|(?:b|i|u|c|ruby|rt)(?:\.[\w-]+)*|(?:v|lang)(?:\.[\w-]+)*[ \t][^<>&]{1,100}|(?:\d+:)?\d\d:\d\d\.\d{3})>$/;
const reference = /&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,7}|#x[\da-f]{1,6});)/gi;

function secondsOf([hours, minutes, seconds, parts]: (string | undefined)[]): number | null {
  if (Number(minutes) > 59 || Number(seconds) > 59) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds) + Number((parts ?? "").padEnd(3, "0")) / 1000;
}

/** Keeps the tags that WebVTT knows, takes all others out (fonts and colours of SubRip), escapes what is left. */
function cleanText(lines: readonly string[]): string {
  const text = lines.join("\n").replace(/\{\\[^{}]*\}/g, "");
  return text
    .split(/(<[^<>]*>)/)
    .map((part, at) => (at % 2 === 1 ? (tag.test(part.toLowerCase()) ? part : "") : part.replace(reference, "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")))
    .join("")
    .trim();
}

type Block = { line: number; lines: string[] };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  text.split("\n").forEach((line, at) => {
    if (line.trim() === "") open = undefined;
    else if (open) open.lines.push(line);
    else blocks.push((open = { line: at + 1, lines: [line] }));
  });
  return blocks;
}

/**
 * Reads WebVTT and SubRip, which differ in little more than the mark of the fraction. What WebVTT itself passes over
 * (notes, styles, blocks without times) is passed over; a line of times that cannot be is a mistake that people want to
 * hear of. The cues come in the order of their times.
 */
export function parseSubtitles(given: string): Subtitles {
  const text = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").replaceAll("\0", "");
  if (text.trim() === "") return { ok: false, problem: "empty", line: null };
  const isWebVtt = /^WEBVTT(?:[ \t\n]|$)/.test(text);
  const cues: Cue[] = [];
  for (const { line, lines } of blocksOf(text)) {
    // The first line may be the number or the name of the cue.
    const at = lines.findIndex((each, i) => i < 2 && each.includes("-->"));
    if (at < 0) {
      if (!isWebVtt && cues.length === 0) return { ok: false, problem: "unreadable", line: null };
      continue;
    }
    const found = timing.exec(lines[at]!);
    const [start, end] = found ? [secondsOf(found.slice(1, 5)), secondsOf(found.slice(5, 9))] : [null, null];
    if (start === null || end === null || end <= start) return { ok: false, problem: "bad_time", line: line + at };
    const settings = (found?.[9] ?? "").split(/\s+/).filter((each) => setting.test(each)).join(" ");
    const words = cleanText(lines.slice(at + 1));
    if (words !== "") cues.push({ start, end, settings, text: words });
    if (cues.length > maxCues) return { ok: false, problem: "too_many", line: line };
  }
  if (cues.length === 0) return { ok: false, problem: isWebVtt ? "empty" : "unreadable", line: null };
  return { ok: true, cues: cues.sort((a, b) => a.start - b.start || a.end - b.end) };
}

/** Seconds as WebVTT writes them, always with hours: `00:01:02.500`. */
export function cueTime(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
}

/** Cues as a WebVTT file. */
export function toWebVtt(cues: readonly Pick<Cue, "start" | "end" | "text" | "settings">[]): string {
  return ["WEBVTT\n", ...cues.map(({ start, end, settings, text }) => `${cueTime(start)} --> ${cueTime(end)}${settings && ` ${settings}`}\n${text}\n`)].join("\n");
}

/** A plain text as the text of a cue. */
export function cueText(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/\s*\n\s*/g, " ");
}
