import { getDoor } from "@/lib/calls/queries";
import { getDoorContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getDoorContract, ({ actor, params }) => getDoor(actor, params.id)),
});
