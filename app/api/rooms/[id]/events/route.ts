import { listRoomEventsContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listRoomEvents } from "@/lib/rooms/queries/get-room";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listRoomEventsContract, ({ actor, params, query }) => listRoomEvents(actor, params.id, query.after)),
});
