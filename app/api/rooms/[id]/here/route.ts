import { tellHereContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { tellHere } from "@/lib/rooms/commands/tell-here";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(tellHereContract, ({ actor, params, body }) => tellHere(actor, params.id, body.here)),
});
