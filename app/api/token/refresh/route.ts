import { refreshSession } from "@/lib/accounts/commands/refresh-session";
import { refreshToken } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { csrfCookie, readRefreshToken, renewedSessionCookies, withCookies } from "@/lib/http/session-cookies";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(refreshToken, async ({ request, actor }) => {
    const opened = await refreshSession(actor, readRefreshToken(request.headers));
    const response = Response.json({ detail: "Token refreshed" }, { headers: { "cache-control": "private, no-store" } });
    return withCookies(response, [...(await renewedSessionCookies(opened)), csrfCookie(request.headers)]);
  }),
});
