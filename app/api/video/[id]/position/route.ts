import { keepPositionContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { keepPosition } from "@/lib/videos/commands/keep-position";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PUT: defineRoute(keepPositionContract, async ({ actor, params, body }) => {
    await keepPosition(actor, params.id, body.seconds);
    return undefined;
  }),
});
