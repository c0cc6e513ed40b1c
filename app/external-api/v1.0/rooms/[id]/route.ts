import { changeExternalRoomContract, deleteExternalRoomContract, getExternalRoomContract } from "@/lib/http/endpoints/applications";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import { deleteRoom } from "@/lib/rooms/commands/delete-room";
import type { RoomDetail } from "@/lib/rooms/contract";
import { getRoomDetail } from "@/lib/rooms/queries/room-detail";

/** Without what is written in the room, and without abilities: those are a person's. */
function forProgram({ last_message: _message, abilities: _abilities, ...room }: RoomDetail) {
  return room;
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getExternalRoomContract, async ({ actor, params }) => forProgram(await getRoomDetail(actor, params.id))),
  PATCH: defineRoute(changeExternalRoomContract, async ({ actor, params, body }) => forProgram(await changeRoom(actor, params.id, body))),
  DELETE: defineRoute(deleteExternalRoomContract, async ({ actor, params }) => {
    await deleteRoom(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
