import { issueJoinToken } from "@/lib/calls/commands/issue-join-token";
import { createJoinToken } from "@/lib/http/endpoints/calls";
import { guestCookie } from "@/lib/http/guest-cookie";
import { signallingUrl } from "@/lib/http/origin";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { withCookies } from "@/lib/http/session-cookies";
import { askToEnter } from "@/lib/lobby/commands/ask-to-enter";

const headers = { "cache-control": "private, no-store" };

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(createJoinToken, async ({ request, actor, params, body }) => {
    const door = await issueJoinToken(actor, params.id, body);
    const response =
      door.kind === "key"
        ? Response.json({ ...door.key, url: signallingUrl(request.headers) }, { headers })
        : Response.json({ lobby: await askToEnter(door.person, door.roomId) }, { status: 202, headers });
    return withCookies(response, door.person.kind === "guest" ? [guestCookie(door.person.guestId)] : []);
  }),
});
