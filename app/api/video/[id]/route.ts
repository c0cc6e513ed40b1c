import { changeVideoContract, deleteVideoContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeVideo, deleteVideo } from "@/lib/videos/commands/change-video";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeVideoContract, ({ actor, params, body }) => changeVideo(actor, params.id, body)),
  DELETE: defineRoute(deleteVideoContract, ({ actor, params }) => deleteVideo(actor, params.id)),
});
