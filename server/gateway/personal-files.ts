import type { IncomingMessage, ServerResponse } from "node:http";
import { pictureWidths } from "@/lib/accounts/contract";
import { getExportKey } from "@/lib/accounts/exports";
import { getPictureKey } from "@/lib/accounts/pictures";
import { AppError } from "@/lib/core/errors";
import { identifyRequest } from "@/lib/http/identify";
import { headerReader, rawPath } from "@/server/gateway/http";
import { answerWithObject, notKept, type ServedObject } from "@/server/gateway/send-object";

const picture = /^\/api\/pictures\/([0-9a-f]{40})\/(\d{1,4})\.webp\/?$/;
/** A name stands for one content: a browser never asks twice. Only this browser keeps it. */
const keptForGood = "private, max-age=31536000, immutable";

async function findPicture(req: IncomingMessage): Promise<ServedObject> {
  const [, name = "", digits] = picture.exec(rawPath(req)) ?? [];
  const width = pictureWidths.find((each) => String(each) === digits);
  const actor = await identifyRequest(headerReader(req));
  if (width === undefined && actor.kind !== "anonymous") throw new AppError("not_found");
  return { key: await getPictureKey(actor, name, width ?? pictureWidths[0]), type: "image/webp", cacheControl: keptForGood, tag: "p" };
}

const copy = /^\/api\/exports\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;

async function findCopy(req: IncomingMessage): Promise<ServedObject> {
  const [, id = "00000000-0000-0000-0000-000000000000"] = copy.exec(rawPath(req)) ?? [];
  const key = await getExportKey(await identifyRequest(headerReader(req)), id);
  return { key, type: "application/zip", cacheControl: notKept, tag: "e", extra: { "content-disposition": 'attachment; filename="atrium-data.zip"' } };
}

/** Pictures of people and copies of their data, before Next sees them. Answers true when the path was one of these. */
export async function handlePersonalFiles(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const find = rawPath(req).startsWith("/api/pictures/") ? findPicture : rawPath(req).startsWith("/api/exports/") ? findCopy : null;
  if (find === null) return false;
  await answerWithObject(req, res, () => find(req));
  return true;
}
