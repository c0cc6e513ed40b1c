import { resendInvitationContract } from "@/lib/http/endpoints/invitations";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { resendInvitation } from "@/lib/rooms/commands/change-invitation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(resendInvitationContract, async ({ actor, params }) => {
    await resendInvitation(actor, params.id, params.invitation);
    return new Response(null, { status: 204 });
  }),
});
