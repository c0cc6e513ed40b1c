import { changeRoleContract, removeMemberContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeMemberRole, removeMember } from "@/lib/rooms/commands/manage-members";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeRoleContract, async ({ actor, params, body }) => {
    await changeMemberRole(actor, params.id, params.user, body.role);
    return new Response(null, { status: 204 });
  }),
  DELETE: defineRoute(removeMemberContract, async ({ actor, params }) => {
    await removeMember(actor, params.id, params.user);
    return new Response(null, { status: 204 });
  }),
});
