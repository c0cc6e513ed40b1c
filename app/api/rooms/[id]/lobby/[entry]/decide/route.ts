import { decideEntryContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { decideEntry } from "@/lib/lobby/commands/decide-entry";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(decideEntryContract, ({ actor, params, body }) => decideEntry(actor, params.id, params.entry, body.decision)),
});
