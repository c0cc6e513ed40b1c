import type { UserActor } from "@/lib/authz/actor";
import { offsetLinks } from "@/lib/http/page-links";
import { searchRooms } from "@/lib/rooms/queries/search-rooms";

/** The search answers at two addresses that outside clients know. */
export async function searchPage(path: string, actor: UserActor, { q, limit, offset = 0 }: { q?: string | undefined; limit: number; offset?: number | undefined }) {
  const text = (q ?? "").trim().replaceAll("\0", "");
  const { count, rooms } = await searchRooms(actor, { text, limit, offset });
  return { count, ...offsetLinks(path, { q: text, limit, offset, shown: rooms.length, count }), results: rooms };
}
