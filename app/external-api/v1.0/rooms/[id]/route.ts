import { getExternalRoomContract } from "@/lib/http/endpoints/applications";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getRoom } from "@/lib/rooms/queries/get-room";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getExternalRoomContract, async ({ actor, params }) => {
    const { last_message: _message, ...room } = await getRoom(actor, params.id);
    return room;
  }),
});
