import { restoreRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { restoreRoom } from "@/lib/rooms/commands/delete-room";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(restoreRoomContract, async ({ actor, params }) => {
    await restoreRoom(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
