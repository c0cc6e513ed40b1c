import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { removeFromCallContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(removeFromCallContract, ({ actor, params, body }) => removeFromCall(actor, params.id, body)),
});
