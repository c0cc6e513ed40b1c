import { endCallForAll } from "@/lib/calls/commands/end-call-for-all";
import { endCallContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(endCallContract, ({ actor, params }) => endCallForAll(actor, params.id)),
});
