import { createExternalRoomContract, listExternalRoomsContract } from "@/lib/http/endpoints/applications";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { listRoomsUncounted, parseRoomListCursor } from "@/lib/rooms/queries/list-rooms";

const path = "/external-api/v1.0/rooms/";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listExternalRoomsContract, async ({ actor, query }) => {
    const after = parseRoomListCursor(query.before);
    const { count, rooms, next } = await listRoomsUncounted(actor, { limit: query.limit, after });
    return {
      count,
      next: next && pageUrl(path, { limit: query.limit, before: `${next.bumpedAtMs}-${next.id}` }),
      previous: after && pageUrl(path, { limit: query.limit }),
      results: rooms.map(({ last_message: _message, ...room }) => room),
    };
  }),
  POST: defineRoute(createExternalRoomContract, async ({ actor, body }) => {
    const { last_message: _message, abilities: _abilities, ...room } = await createRoom(actor, body);
    return room;
  }),
});
