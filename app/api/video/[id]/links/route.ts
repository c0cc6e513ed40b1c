import { createVideoLinkContract, listVideoLinksContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { shareVideo } from "@/lib/videos/commands/share-video";
import { listVideoLinks } from "@/lib/videos/links";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listVideoLinksContract, async ({ actor, params }) => ({ items: await listVideoLinks(actor, params.id) })),
  POST: defineRoute(createVideoLinkContract, ({ actor, params, body }) => shareVideo(actor, params.id, body)),
});
