import { getCsrf } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { csrfCookie, withCookies } from "@/lib/http/session-cookies";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(getCsrf, async ({ request }) => {
    const cookie = csrfCookie(request.headers);
    const response = Response.json({}, { headers: { "cache-control": "private, no-store", "x-csrftoken": cookie.value } });
    return withCookies(response, [cookie]);
  }),
});
