import { muteRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { muteRoom } from "@/lib/rooms/commands/mute-room";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PUT: defineRoute(muteRoomContract, ({ actor, params, body }) => muteRoom(actor, params.id, body.muted)),
});
