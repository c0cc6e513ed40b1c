import { getRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getRoom } from "@/lib/rooms/queries/get-room";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(getRoomContract, ({ actor, params }) => getRoom(actor, params.id)),
});
