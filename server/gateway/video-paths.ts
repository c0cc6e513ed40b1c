import { renditionNames, type RenditionName } from "@/lib/videos/contract";
import { parseId } from "@/lib/core/ids";

export type VideoFile =
  | { kind: "master" }
  | { kind: "index"; rendition: RenditionName }
  | { kind: "segment"; rendition: RenditionName; generation: number; name: string }
  | { kind: "poster" }
  | { kind: "storyboard" }
  | { kind: "captions"; captionId: number }
  | { kind: "chapters" }
  | { kind: "sheet"; name: string };
export type VideoTarget = { videoId: number; file: VideoFile };

const prefix = "/api/video/";
/** Paths of the list, one video and its verbs, whatever stands for the video but dots: served by the routes of the application. */
const ofRoutes = /^\/?$|^(?!(?:\.|%2e){1,2}(?:\/|$))[^/\\]+(?:\/(?:status|retry|restore|replacement|chapters|position|(?:captions|links)(?:\/(?!(?:\.|%2e){1,2}(?:\/|$))[^/\\]+)?))?\/?$/i;
const segment = /^segment_g([1-9]\d{0,8})_\d{5,9}\.ts$/;
const sheet = /^storyboard_\d{2,4}\.jpg$/;

function fileOf(parts: string[]): VideoFile | null {
  const [first = "", second = "", third = ""] = parts;
  if (parts.length === 1) {
    if (first === "master.m3u8") return { kind: "master" };
    if (first === "poster.jpg") return { kind: "poster" };
    if (first === "storyboard.vtt") return { kind: "storyboard" };
    if (first === "chapters.vtt") return { kind: "chapters" };
    return sheet.test(first) ? { kind: "sheet", name: first } : null;
  }
  if (first === "captions") {
    const captionId = parseId(second);
    return captionId !== null && third === "cues.vtt" && parts.length === 3 ? { kind: "captions", captionId } : null;
  }
  const rendition = renditionNames.find((name) => name === first);
  if (!rendition || parts.length !== 2) return null;
  if (second === "index.m3u8") return { kind: "index", rendition };
  const generation = segment.exec(second)?.[1];
  return generation === undefined ? null : { kind: "segment", rendition, generation: Number(generation), name: second };
}

/**
 * Reads a raw, undecoded path. Only exact spellings name a file: whatever is encoded, dotted or doubled names nothing,
 * and no part of a path ever reaches the file system without having matched here.
 * @returns null for paths that are not of video files; `unknown` for those that look like one and are none
 */
export function matchVideoPath(path: string): VideoTarget | "unknown" | null {
  if (!path.startsWith(prefix)) return null;
  const rest = path.slice(prefix.length);
  if (ofRoutes.test(rest)) return null;
  const parts = rest.replace(/\/$/, "").split("/");
  const videoId = parseId(parts[0] ?? "");
  const file = fileOf(parts.slice(1));
  return videoId === null || file === null ? "unknown" : { videoId, file };
}
