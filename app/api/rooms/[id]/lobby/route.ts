import { listLobbyContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listLobby } from "@/lib/lobby/queries/lobby";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listLobbyContract, ({ actor, params }) => listLobby(actor, params.id)),
});
