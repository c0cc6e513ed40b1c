import { changeVideoLinkContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { setVideoLinkRevoked } from "@/lib/videos/commands/share-video";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeVideoLinkContract, async ({ actor, params, body }) => {
    await setVideoLinkRevoked(actor, params.id, params.link, body.revoked);
    return undefined;
  }),
});
