import { changeVideosContract } from "@/lib/http/endpoints/video-categories";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeVideos } from "@/lib/videos/commands/change-videos";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(changeVideosContract, ({ actor, body }) => changeVideos(actor, body)),
});
