import { getCallState } from "@/lib/calls/queries";
import { getCallContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getCallContract, ({ actor, params }) => getCallState(actor, params.id)),
});
