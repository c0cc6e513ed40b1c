import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { workFileOf } from "@/lib/recordings/work-file";

const line = z.object({ at: z.number().nonnegative(), identity: z.string().min(1) });
/** From this second of the file on, this person is the loudest. */
export type Speaker = z.output<typeof line>;

/** One beside the file for ten hours of lively talk is below this. */
const mostBytes = 16 * 1024 ** 2;

function pathOf(recordingId: string): string {
  return path.join(path.dirname(workFileOf(recordingId)), "speakers.jsonl");
}

/** Writes who speaks beside the file that is being recorded: whoever finishes that finds it, also after this process died. */
export async function noteSpeaker(recordingId: string, { at, identity }: Speaker): Promise<void> {
  await appendFile(pathOf(recordingId), `${JSON.stringify({ at, identity })}\n`);
}

/** Who spoke when, in order. Empty where nothing told it; a line that was cut off with its process is passed over. */
export async function readSpeakers(recordingId: string): Promise<Speaker[]> {
  const text = await readFile(pathOf(recordingId)).then(
    (bytes) => bytes.subarray(0, mostBytes).toString("utf8"),
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    },
  );
  return text
    .split("\n")
    .flatMap((each) => {
      try {
        return [line.parse(JSON.parse(each))];
      } catch {
        return [];
      }
    })
    .sort((a, b) => a.at - b.at);
}
