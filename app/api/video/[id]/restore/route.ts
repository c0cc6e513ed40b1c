import { restoreVideoContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { restoreVideo } from "@/lib/videos/commands/change-video";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(restoreVideoContract, ({ actor, params }) => restoreVideo(actor, params.id)),
});
