import { lobbyAwayContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { notePresence } from "@/lib/lobby/commands/leave-lobby";
import { lobbyIdentityOf } from "@/lib/lobby/queries/keys";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(lobbyAwayContract, async ({ actor }) => {
    await notePresence(lobbyIdentityOf(actor), false);
    return new Response(null, { status: 204 });
  }),
});
