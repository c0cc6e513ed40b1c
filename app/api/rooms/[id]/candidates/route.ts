import { listCandidatesContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listCandidates } from "@/lib/rooms/queries/candidates";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listCandidatesContract, async ({ actor, params, query }) => ({ results: await listCandidates(actor, params.id, query.q.trim().replaceAll("\0", "")) })),
});
