import { lobbyAwayContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { notePageGone } from "@/lib/lobby/commands/leave-lobby";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(lobbyAwayContract, async ({ actor, params, query }) => {
    await notePageGone(actor, params.id, query.seen);
    return new Response(null, { status: 204 });
  }),
});
