import { raiseHand } from "@/lib/calls/commands/raise-hand";
import { raiseHandContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(raiseHandContract, ({ actor, params, body }) => raiseHand(actor, params.id, body.raised)),
});
