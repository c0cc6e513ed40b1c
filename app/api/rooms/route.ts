import { createRoomContract, listRoomsContract } from "@/lib/http/endpoints/rooms";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { listRoomsUncounted, parseRoomListCursor } from "@/lib/rooms/queries/list-rooms";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(listRoomsContract, async ({ actor, query }) => {
    const { count, rooms, next } = await listRoomsUncounted(actor, { limit: query.limit, after: parseRoomListCursor(query.before) });
    return {
      count,
      next: next && pageUrl("/api/rooms/", { limit: query.limit, before: `${next.bumpedAtMs}-${next.id}` }),
      previous: parseRoomListCursor(query.before) && pageUrl("/api/rooms/", { limit: query.limit }),
      results: rooms,
    };
  }),
  POST: defineRoute(createRoomContract, ({ actor, body }) => createRoom(actor, body)),
});
