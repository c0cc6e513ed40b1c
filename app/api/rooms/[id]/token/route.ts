import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { createJoinToken } from "@/lib/http/endpoints/calls";
import { guestCookie } from "@/lib/http/guest-cookie";
import { signallingUrl } from "@/lib/http/origin";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { withCookies } from "@/lib/http/session-cookies";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(createJoinToken, async ({ request, actor, params, body }) => {
    const { key, guestId } = await issueJoinToken(actor, params.id, body);
    const response = Response.json({ ...key, url: signallingUrl(request.headers) }, { headers: { "cache-control": "private, no-store" } });
    return withCookies(response, guestId === null ? [] : [guestCookie(guestId)]);
  }),
});
