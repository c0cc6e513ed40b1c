import { searchContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { searchPage } from "@/lib/http/search-handler";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(searchContract, ({ actor, query }) => searchPage("/api/search/", actor, query)),
});
