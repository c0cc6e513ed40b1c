import { findUnreadPlace } from "@/lib/chat/queries/read-places";
import { findUnreadContract } from "@/lib/http/endpoints/chat";
import { markReadContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { markRoomRead } from "@/lib/rooms/commands/mark-read";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(findUnreadContract, ({ actor, params }) => findUnreadPlace(actor, params.id)),
  POST: defineRoute(markReadContract, async ({ actor, params, body }) => {
    await markRoomRead(actor, params.id, body.version);
    return new Response(null, { status: 204 });
  }),
});
