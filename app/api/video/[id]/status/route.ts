import { getVideoStatusContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getVideoStatus } from "@/lib/videos/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getVideoStatusContract, ({ actor, params }) => getVideoStatus(actor, params.id)),
});
