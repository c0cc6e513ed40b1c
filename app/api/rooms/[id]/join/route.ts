import { isAppError } from "@/lib/core/errors";
import { joinRoomContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { joinRoom } from "@/lib/rooms/commands/change-membership";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(joinRoomContract, async ({ actor, params }) => {
    try {
      return await joinRoom(actor, params.id);
    } catch (error) {
      // The public contract names this one member of the body, and no other.
      if (isAppError(error) && error.code === "conflict") return Response.json({ message: error.detail }, { status: 409, headers: { "cache-control": "no-store" } });
      throw error;
    }
  }),
});
