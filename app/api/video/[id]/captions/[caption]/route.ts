import { settings } from "@/lib/core/settings";
import { changeCaptionContract, deleteCaptionContract, replaceCaptionContract } from "@/lib/http/endpoints/video-tracks";
import { defineMethods, defineRoute, readBytes } from "@/lib/http/route";
import { changeCaption, deleteCaption, replaceCaption } from "@/lib/videos/commands/change-captions";

const named = ({ id, caption }: { id: number; caption: number }) => ({ videoId: id, captionId: caption });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeCaptionContract, ({ actor, params, body }) => changeCaption(actor, named(params), body)),
  PUT: defineRoute(replaceCaptionContract, async ({ request, actor, params }) => replaceCaption(actor, named(params), await readBytes(request, settings.captionMaxBytes))),
  DELETE: defineRoute(deleteCaptionContract, ({ actor, params }) => deleteCaption(actor, named(params))),
});
