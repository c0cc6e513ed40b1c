import { cueText, toWebVtt } from "@/lib/core/subtitles";
import { findCaptionFile, findChapters } from "@/lib/videos/tracks";
import type { Playback } from "@/lib/videos/queries";
import type { ServedObject, ServedText } from "@/server/gateway/send-object";
import type { VideoFile } from "@/server/gateway/video-paths";

const type = "text/vtt; charset=utf-8";
/** Asked for again each time, answered by its entity tag: what is cut or corrected shows at the next start. */
const asked = "private, no-cache";
/** The last chapter lasts to the end; where that is not known, for long enough. */
const unknownEnd = 24 * 3600;

/** Captions or chapters of a video that the asker may play; undefined for a file of another kind, null where there is none. */
export async function findTrack(videoId: number, file: VideoFile, [output]: readonly [Playback, ...Playback[]]): Promise<ServedObject | ServedText | null | undefined> {
  if (file.kind === "captions") {
    const found = await findCaptionFile(videoId, file.captionId);
    return found && { key: found.key, type, cacheControl: asked, tag: found.version };
  }
  if (file.kind !== "chapters") return undefined;
  const chapters = await findChapters(videoId);
  const end = output.durationSeconds ?? unknownEnd;
  return { text: toWebVtt(chapters.map(({ start, title }, at) => ({ start, end: chapters[at + 1]?.start ?? end, settings: "", text: cueText(title) }))), type, cacheControl: asked };
}
