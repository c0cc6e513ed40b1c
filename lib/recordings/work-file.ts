import { stat } from "node:fs/promises";
import path from "node:path";
import { sharedFileOf } from "@/lib/platform/recorder/egress-output";
import { workFolder, workFolderPath } from "@/lib/platform/storage/work-folder";
import type { recordingEngines } from "@/lib/recordings/constants";

const growingMs = 10_000;

/** The work folder of a recording. */
export function recordingFolder(id: string): string {
  return `recording-${id}`;
}

/** Whose work folder it is; null for what is none of a recording. */
export function recordingOfFolder(name: string): string | null {
  return /^recording-([0-9a-f-]{36})$/.exec(name)?.[1] ?? null;
}

/** The folder of a live stream's playlist and segments: the only part of a work folder that is served. */
export function livePath(id: string): string {
  return path.join(recordingFolder(id), "live");
}

/** Where a recording is written to while it runs, in a folder that is made for it. */
export async function makeWorkFile(id: string): Promise<string> {
  return path.join(await workFolder(recordingFolder(id), { fresh: true }), "recording.mp4");
}

/** The same afterwards. */
export function workFileOf(id: string): string {
  return path.join(workFolderPath(recordingFolder(id)), "recording.mp4");
}

/** Whether there is something in it: the head of the file alone is no recording. */
export async function hasWorkFile(id: string): Promise<boolean> {
  const found = await stat(workFileOf(id)).catch(() => null);
  return found !== null && found.size > 4096;
}

/** Whether somebody still writes it: a fragment comes every two seconds. */
export async function isWorkFileGrowing(id: string): Promise<boolean> {
  const found = await stat(workFileOf(id)).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < growingMs;
}

/** What a recorder has written, wherever that is; null where it is in storage already. */
export function writtenFileOf({ id, engine }: { id: string; engine: (typeof recordingEngines)[number] }): string | null {
  return engine === "egress" ? sharedFileOf(id) : workFileOf(id);
}
