import { changeInvitationContract } from "@/lib/http/endpoints/invitations";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { setInvitationRevoked } from "@/lib/rooms/commands/change-invitation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeInvitationContract, async ({ actor, params, body }) => {
    await setInvitationRevoked(actor, params.id, params.invitation, body.revoked);
    return new Response(null, { status: 204 });
  }),
});
