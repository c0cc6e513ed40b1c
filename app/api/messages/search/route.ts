import { searchMessages } from "@/lib/chat/queries/search-messages";
import { searchMessagesContract } from "@/lib/http/endpoints/chat";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(searchMessagesContract, async ({ actor, query: { q, room, from, before, limit } }) => {
    const { results, nextBefore } = await searchMessages(actor, { words: q, roomId: room, authorId: from, beforeId: before, limit });
    return { next: nextBefore === null ? null : pageUrl("/api/messages/search/", { q, room, from, limit, before: nextBefore }), results };
  }),
});
