import { getExternalRoomContract } from "@/lib/http/endpoints/applications";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getRoomDetail } from "@/lib/rooms/queries/room-detail";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getExternalRoomContract, async ({ actor, params }) => {
    const { last_message: _message, abilities: _abilities, ...room } = await getRoomDetail(actor, params.id);
    return room;
  }),
});
