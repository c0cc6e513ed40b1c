import { inviteContract, listInvitationsContract } from "@/lib/http/endpoints/invitations";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { inviteToRoom } from "@/lib/rooms/commands/invite";
import { listInvitations } from "@/lib/rooms/queries/invitations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listInvitationsContract, async ({ actor, params }) => ({ results: await listInvitations(actor, params.id) })),
  POST: defineRoute(inviteContract, async ({ actor, params, body }) => ({ results: await inviteToRoom(actor, params.id, body) })),
});
