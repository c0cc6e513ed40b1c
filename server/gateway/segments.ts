import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { readVideoLinkCookie } from "@/lib/http/video-link-cookie";
import { bestRendition } from "@/lib/videos/ladder";
import type { Playback } from "@/lib/videos/queries";
import { storyboard } from "@/lib/videos/storyboard";
import { headerReader, rawPath } from "@/server/gateway/http";
import { playbackFor } from "@/server/gateway/playback";
import { answerWithObject, notKept, type ServedObject, type ServedText } from "@/server/gateway/send-object";
import { findTrack } from "@/server/gateway/video-tracks";
import { identifyViewer } from "@/server/gateway/viewer";
import { matchVideoPath, type VideoFile, type VideoTarget } from "@/server/gateway/video-paths";

/** What a generation's name stands for never changes; only this browser keeps it, for as long as a player may need it. */
const keptByBrowser = `private, max-age=${settings.videoRetiredSeconds}, immutable`;
/** An address that names no generation shows another one some day. */
const askedEachTime = "private, no-cache";

/** Pictures are shown by pages of other origins too; the session rule is the same. */
const embeddable = { "cross-origin-resource-policy": "cross-origin" };

/** The stored object that a path names, or null. `asked` is the generation in a picture's query. */
function servedFile(file: VideoFile, outputs: readonly [Playback, ...Playback[]], asked: number | null): ServedObject | null {
  const wanted = file.kind === "segment" ? file.generation : asked;
  const found = outputs.find((output) => output.generation === wanted);
  if (file.kind === "segment") {
    if (!found?.renditions.some((rendition) => rendition.name === file.rendition)) return null;
    return { key: `${found.storagePrefix}/${file.rendition}/${file.name}`, type: "video/mp2t", cacheControl: keptByBrowser, tag: String(found.generation), mayBeElsewhere: true };
  }
  const playlist = { type: "application/vnd.apple.mpegurl", cacheControl: notKept, tag: String(outputs[0].generation) };
  if (file.kind === "master") return { key: `${outputs[0].storagePrefix}/master.m3u8`, ...playlist };
  if (file.kind === "index") {
    const best = bestRendition(file.rendition, outputs[0].renditions.map((rendition) => rendition.name));
    return best && { key: `${outputs[0].storagePrefix}/${best}/index.m3u8`, ...playlist };
  }
  const { storagePrefix, generation } = found ?? outputs[0];
  const picture = { cacheControl: found ? keptByBrowser : askedEachTime, tag: String(generation), extra: embeddable };
  if (file.kind === "poster") return { key: `${storagePrefix}/poster.jpg`, type: "image/jpeg", ...picture };
  if (file.kind === "captions" || file.kind === "chapters") return null;
  if (file.kind === "sheet") return { key: `${storagePrefix}/${file.name}`, type: "image/jpeg", ...picture };
  return { key: `${storagePrefix}/${storyboard.vttName}`, type: "text/vtt; charset=utf-8", ...picture };
}

/** The generation in `?g=`, which only makes addresses of pictures differ between outputs. */
function askedGeneration(req: IncomingMessage): number | null {
  const match = /[?&]g=(\d{1,9})(?:&|$)/.exec(req.url ?? "");
  return match ? Number(match[1]) : null;
}

async function findObject(req: IncomingMessage, target: VideoTarget | "unknown"): Promise<ServedObject | ServedText> {
  if (target === "unknown") throw new AppError("not_found");
  const headers = headerReader(req);
  const actor = await identifyViewer(headers);
  const linkId = readVideoLinkCookie(headers);
  if (actor.kind === "anonymous" && linkId === null) throw new AppError("unauthenticated", "Authentication credentials were not provided.");
  const outputs = await playbackFor(actor, target.videoId, linkId);
  const track = await findTrack(target.videoId, target.file, outputs);
  const served = track === undefined ? servedFile(target.file, outputs, askedGeneration(req)) : track;
  if (!served) throw new AppError("not_found");
  return served;
}

/**
 * Playlists, segments and pictures of videos, before Next sees them: who asks first, then the video's own rule, then
 * bytes with their length, ranges and entity tags. Answers true when the path was one of these.
 */
export async function handleSegments(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const target = matchVideoPath(rawPath(req));
  if (target === null) return false;
  await answerWithObject(req, res, () => findObject(req, target));
  return true;
}
