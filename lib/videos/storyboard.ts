import { cueTime } from "@/lib/core/subtitles";

/** Small pictures along the time bar: one a segment, in sheets of a hundred. */
export const storyboard = { columns: 10, rows: 10, tileWidth: 160, sheetPattern: "storyboard_%02d.jpg", vttName: "storyboard.vtt" } as const;

const even = (value: number) => Math.max(2, 2 * Math.round(value / 2));

/** Height of a tile that keeps the picture's shape. */
export function tileHeight(width: number, height: number): number {
  return even((storyboard.tileWidth * height) / width);
}

/**
 * WebVTT that says which part of which sheet belongs to which time.
 * @param baseUrl root-absolute address of the folder that holds the sheets
 * @param starts seconds at which the pictures were taken
 */
export function storyboardVtt(baseUrl: string, generation: number, starts: readonly number[], durationSeconds: number, height: number): string {
  const perSheet = storyboard.columns * storyboard.rows;
  const cues = starts.map((start, i) => {
    const end = Math.max(start + 0.001, starts[i + 1] ?? durationSeconds);
    const place = i % perSheet;
    const x = (place % storyboard.columns) * storyboard.tileWidth;
    const y = Math.floor(place / storyboard.columns) * height;
    const sheet = storyboard.sheetPattern.replace("%02d", String(Math.floor(i / perSheet) + 1).padStart(2, "0"));
    return `${cueTime(start)} --> ${cueTime(end)}\n${baseUrl}/${sheet}?g=${generation}#xywh=${x},${y},${storyboard.tileWidth},${height}\n`;
  });
  return ["WEBVTT\n", ...cues].join("\n");
}
