import type { UserActor } from "@/lib/authz/actor";
import { pageUrl } from "@/lib/http/page-links";
import { searchRooms } from "@/lib/rooms/queries/search-rooms";

/** The search answers at two addresses that outside clients know. */
export async function searchPage(path: string, actor: UserActor, { q, limit, offset = 0 }: { q?: string | undefined; limit: number; offset?: number | undefined }) {
  const text = (q ?? "").trim().replaceAll("\0", "");
  const { count, rooms } = await searchRooms(actor, { text, limit, offset });
  const link = (start: number) => pageUrl(path, { q: text, limit, offset: start === 0 ? undefined : start });
  return {
    count,
    next: offset + rooms.length < count && rooms.length > 0 ? link(offset + rooms.length) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
    results: rooms,
  };
}
