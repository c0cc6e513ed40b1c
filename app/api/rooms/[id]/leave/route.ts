import { leaveRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { leaveRoom } from "@/lib/rooms/commands/change-membership";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(leaveRoomContract, ({ actor, params }) => leaveRoom(actor, params.id)),
});
