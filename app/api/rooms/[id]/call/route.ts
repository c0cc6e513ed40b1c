import { getPresenceFor } from "@/lib/calls/queries";
import { getPresenceContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getPresenceContract, ({ actor, params }) => getPresenceFor(actor, params.id)),
});
