import { settings } from "@/lib/core/settings";
import { addCaptionContract, listCaptionsContract } from "@/lib/http/endpoints/video-tracks";
import { defineMethods, defineRoute, readBytes } from "@/lib/http/route";
import { addCaption } from "@/lib/videos/commands/change-captions";
import { listCaptions } from "@/lib/videos/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listCaptionsContract, ({ actor, params }) => listCaptions(actor, params.id)),
  POST: defineRoute(addCaptionContract, async ({ request, actor, params, query }) => addCaption(actor, params.id, query, await readBytes(request, settings.captionMaxBytes))),
});
