import { changeRoomContract, deleteRoomContract, getRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { deleteRoom } from "@/lib/rooms/commands/delete-room";
import { getRoomDetail } from "@/lib/rooms/queries/room-detail";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(getRoomContract, ({ actor, params }) => getRoomDetail(actor, params.id)),
  PATCH: defineRoute(changeRoomContract, ({ actor, params, body }) => changeRoom(actor, params.id, body)),
  DELETE: defineRoute(deleteRoomContract, async ({ actor, params }) => {
    await deleteRoom(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
