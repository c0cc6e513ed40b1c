import { getRoleTarget } from "@/lib/calls/queries";
import { syncCall } from "@/lib/calls/sync";
import { changeCallRoleContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { giveRole } from "@/lib/rooms/commands/manage-members";

/* The membership is the truth; the attribute in LiveKit is its projection, and the answer says whether that took. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(changeCallRoleContract, async ({ actor, params, body: { identity, role } }) => {
    const { id, slug, userId } = await getRoleTarget(actor, params.id, identity);
    return { role: await giveRole(actor, id, userId, role), livekit_synced: await syncCall(slug, [identity]) };
  }),
});
