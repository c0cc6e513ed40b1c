import { listBans } from "@/lib/calls/queries";
import { listBansContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listBansContract, ({ actor, params }) => listBans(actor, params.id)),
});
