import { searchRoomsContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { searchPage } from "@/lib/http/search-handler";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(searchRoomsContract, ({ actor, query }) => searchPage("/api/rooms/search/", actor, query)),
});
