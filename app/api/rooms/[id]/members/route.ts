import { addMemberContract, listMembersContract } from "@/lib/http/endpoints/rooms";
import { offsetLinks } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { addMember } from "@/lib/rooms/commands/manage-members";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listMembersContract, async ({ actor, params, query: { q, limit, offset = 0 } }) => {
    const text = (q ?? "").trim().replaceAll("\0", "");
    const { count, members } = await listRoomMembers(actor, params.id, { text, limit, offset });
    return { count, ...offsetLinks(`/api/rooms/${params.id}/members/`, { q: text, limit, offset, shown: members.length, count }), results: members };
  }),
  POST: defineRoute(addMemberContract, ({ actor, params, body }) => addMember(actor, params.id, body)),
});
