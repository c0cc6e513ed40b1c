import type { IncomingMessage, ServerResponse } from "node:http";
import { pictureWidths } from "@/lib/accounts/contract";
import { getPictureKey } from "@/lib/accounts/pictures";
import { AppError } from "@/lib/core/errors";
import { identifyRequest } from "@/lib/http/identify";
import { headerReader, rawPath } from "@/server/gateway/http";
import { answerWithObject, type ServedObject } from "@/server/gateway/send-object";

const picture = /^\/api\/pictures\/([0-9a-f]{40})\/(\d{1,4})\.webp\/?$/;
/** A name stands for one content: a browser never asks twice. Only this browser keeps it. */
const keptForGood = "private, max-age=31536000, immutable";

async function findPicture(req: IncomingMessage): Promise<ServedObject> {
  const [, name = "", digits] = picture.exec(rawPath(req)) ?? [];
  const width = pictureWidths.find((each) => String(each) === digits);
  const actor = await identifyRequest(headerReader(req));
  if (width === undefined && actor.kind === "user") throw new AppError("not_found");
  return { key: await getPictureKey(actor, name, width ?? pictureWidths[0]), type: "image/webp", cacheControl: keptForGood, tag: "p" };
}

/** Pictures of people, before Next sees them. Answers true when the path was one of these. */
export async function handlePersonalFiles(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (!rawPath(req).startsWith("/api/pictures/")) return false;
  await answerWithObject(req, res, () => findPicture(req));
  return true;
}
