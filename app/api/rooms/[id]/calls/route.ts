import { listCalls } from "@/lib/calls/history";
import { listCallsContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listCallsContract, ({ actor, params, query }) => listCalls(actor, params.id, query)),
});
