import { keepCaptions } from "@/lib/calls/commands/keep-captions";
import { keepCaptionsContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(keepCaptionsContract, ({ actor, params, body }) => keepCaptions(actor, params.id, body)),
});
