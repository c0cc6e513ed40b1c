import { endProvenSessions } from "@/lib/accounts/commands/end-session";
import { AppError } from "@/lib/core/errors";
import { logout } from "@/lib/http/endpoints/accounts";
import { errorResponse } from "@/lib/http/error-response";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { clearedSessionCookies, provenSessionIds, withCookies } from "@/lib/http/session-cookies";

const done = { detail: "Logout successful! All tokens will be deleted. Refresh token is now invalid." };

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(logout, async ({ request, actor }) => {
    const ended = await endProvenSessions(actor, await provenSessionIds(request.headers));
    // Refused or not, the browser forgets its cookies.
    const response =
      ended > 0
        ? Response.json(done, { headers: { "cache-control": "private, no-store" } })
        : errorResponse(new AppError("forbidden", "must be authenticated"), "plain", request.headers.get("accept"));
    return withCookies(response, clearedSessionCookies());
  }),
});
