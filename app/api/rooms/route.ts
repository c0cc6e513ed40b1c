import { createRoomContract, listRoomsContract } from "@/lib/http/endpoints/rooms";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { listRooms, type RoomListCursor } from "@/lib/rooms/queries/list-rooms";

/** `before=<epoch milliseconds>-<room id>`, made by us; what is no such place starts at the top. */
function parsePlace(text: string | undefined): RoomListCursor | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "");
  return match ? { bumpedAtMs: Number(match[1]), id: Number(match[2]) } : null;
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(listRoomsContract, async ({ actor, query }) => {
    const { count, rooms, next } = await listRooms(actor, { limit: query.limit, after: parsePlace(query.before) });
    return {
      count,
      next: next && pageUrl("/api/rooms/", { limit: query.limit, before: `${next.bumpedAtMs}-${next.id}` }),
      previous: parsePlace(query.before) && pageUrl("/api/rooms/", { limit: query.limit }),
      results: rooms.map(({ unread: _unread, ...room }) => room),
    };
  }),
  POST: defineRoute(createRoomContract, ({ actor, body }) => createRoom(actor, body)),
});
