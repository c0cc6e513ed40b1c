import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { cleanFileName, contentDisposition } from "@/lib/core/file-name";
import { identifyRequest } from "@/lib/http/identify";
import { readDownloadLink } from "@/lib/recordings/download-link";
import { getRecordingFile, type RecordingFile } from "@/lib/recordings/queries/recordings";
import { findRecordingWords } from "@/lib/recordings/queries/words";
import { headerReader, queryOf, rawPath } from "@/server/gateway/http";
import { answerWithObject, notKept, type ServedObject, type ServedText } from "@/server/gateway/send-object";
import { holdForSession } from "@/server/gateway/session-ends";

const part = /^\/api\/recordings\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(file|captions)\/?$/;

/** Under which name it is saved: its title, or its room and its day. */
function nameOf({ title, roomName, startedAt, mode }: RecordingFile): string {
  const day = startedAt.toISOString().slice(0, 10);
  return cleanFileName(`${(title === "" ? `${roomName} ${day}` : title).replaceAll("/", "-")}.${mode === "audio_only" ? "m4a" : "mp4"}`);
}

async function captionsOf(id: string): Promise<ServedText> {
  const text = await findRecordingWords(id);
  if (text === null) throw new AppError("not_found");
  return { text, type: "text/vtt; charset=utf-8", cacheControl: notKept };
}

async function find(req: IncomingMessage, res: ServerResponse): Promise<ServedObject | ServedText> {
  const [, id, which] = part.exec(rawPath(req)) ?? [];
  if (id === undefined) throw new AppError("not_found");
  const query = queryOf(req);
  const actor = await identifyRequest(headerReader(req));
  const found = await getRecordingFile(actor, id, readDownloadLink(id, query));
  if (which === "captions") return captionsOf(id);
  if (!found.isByLink && actor.kind === "user") {
    // A film lasts longer than the question who watches it.
    const hold = holdForSession(actor.sessionId, () => res.destroy());
    res.once("close", () => hold.release());
  }
  const isDownload = found.isByLink || query.get("download") === "1";
  return {
    key: found.key,
    type: found.mode === "audio_only" ? "audio/mp4" : "video/mp4",
    cacheControl: notKept,
    tag: "r",
    extra: { "content-disposition": contentDisposition(isDownload ? "attachment" : "inline", nameOf(found)), "x-content-type-options": "nosniff" },
  };
}

/** Who follows a link that has expired reads that, on a page: in a mail it is a button, not an address of an API. */
async function leadAway(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const [, id, which] = part.exec(rawPath(req)) ?? [];
  const query = queryOf(req);
  const isFollowed = req.method === "GET" && req.headers["sec-fetch-mode"] === "navigate" && query.has("key");
  if (!isFollowed || id === undefined || which !== "file" || readDownloadLink(id, query) !== null) return false;
  // What goes wrong here goes wrong once more where it is answered.
  const actor = await identifyRequest(headerReader(req)).catch(() => null);
  if (actor === null || actor.kind === "user") return false;
  res.writeHead(303, { location: "/shared/ended", "cache-control": "no-store" }).end();
  return true;
}

/** Files and captions of recordings, before Next sees them. Answers true when the path was one of these. */
export async function handleRecordings(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (!rawPath(req).startsWith("/api/recordings/")) return false;
  if (!(await leadAway(req, res))) await answerWithObject(req, res, () => find(req, res));
  return true;
}
