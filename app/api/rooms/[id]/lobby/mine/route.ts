import { getOwnEntryContract, leaveLobbyContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { leaveLobby } from "@/lib/lobby/commands/leave-lobby";
import { lookAtOwnEntry } from "@/lib/lobby/commands/look-at-own-entry";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getOwnEntryContract, ({ actor, params }) => lookAtOwnEntry(actor, params.id)),
  DELETE: defineRoute(leaveLobbyContract, async ({ actor, params }) => {
    await leaveLobby(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
