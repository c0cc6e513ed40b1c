/** One sentence with who said it; times from the beginning of the call. */
export type Caption = { name: string; startMs: number; endMs: number; text: string };

/** A sentence stays long enough to be read, also where it was said quickly. */
const shortestMs = 1000;

function time(ms: number): string {
  const pad = (value: number, length = 2) => String(value).padStart(length, "0");
  const seconds = Math.floor(ms / 1000);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(ms % 1000, 3)}`;
}

/** As WebVTT wants text: nothing that reads as a tag, and no line that ends a cue. */
function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\s+/g, " ").trim();
}

/** A WebVTT file with the speaker of each cue in a voice tag (W3C WebVTT, 3.5). A name cannot hold a line break or the tag's end. */
export function toVtt(captions: readonly Caption[]): string {
  const cues = captions.map(({ name, startMs, endMs, text }) => `${time(startMs)} --> ${time(Math.max(endMs, startMs + shortestMs))}\n<v ${escape(name)}>${escape(text)}</v>\n`);
  return ["WEBVTT\n", ...cues].join("\n");
}
