import { issueJoinToken } from "@/lib/calls/commands";
import { createJoinToken } from "@/lib/http/endpoints/calls";
import { signallingUrl } from "@/lib/http/origin";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(createJoinToken, async ({ request, actor, params }) => ({ ...(await issueJoinToken(actor, params.id)), url: signallingUrl(request.headers) })),
});
