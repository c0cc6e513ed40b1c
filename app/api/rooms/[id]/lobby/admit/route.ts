import { admitAllContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { admitAll } from "@/lib/lobby/commands/decide-entry";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(admitAllContract, async ({ actor, params }) => ({ admitted: await admitAll(actor, params.id) })),
});
