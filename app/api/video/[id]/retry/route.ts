import { retryVideoContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { retryVideo } from "@/lib/videos/commands/retry-video";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(retryVideoContract, ({ actor, params }) => retryVideo(actor, params.id)),
});
