import { listHostedLobbiesContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listHostedLobbies } from "@/lib/lobby/queries/lobby";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listHostedLobbiesContract, ({ actor }) => listHostedLobbies(actor)),
});
