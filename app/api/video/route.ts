import { listVideosContract } from "@/lib/http/endpoints/videos";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { csrfCookie, withCookies } from "@/lib/http/session-cookies";
import { listVideos } from "@/lib/videos/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(listVideosContract, async ({ request, actor }) => {
    const response = Response.json(await listVideos(actor), { headers: { "cache-control": "private, no-store" } });
    return withCookies(response, [csrfCookie(request.headers)]);
  }),
});
