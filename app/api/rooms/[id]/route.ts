import { changeRoomContract, getRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { getRoomDetail } from "@/lib/rooms/queries/room-detail";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(getRoomContract, ({ actor, params }) => getRoomDetail(actor, params.id)),
  PATCH: defineRoute(changeRoomContract, ({ actor, params, body }) => changeRoom(actor, params.id, body)),
});
