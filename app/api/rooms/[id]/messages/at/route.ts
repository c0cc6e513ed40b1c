import { findVersionAt } from "@/lib/chat/queries/list-messages";
import { findVersionAtContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(findVersionAtContract, async ({ actor, params, query }) => ({ version: await findVersionAt(actor, params.id, new Date(query.time)) })),
});
