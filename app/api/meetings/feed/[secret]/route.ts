import { readCalendarFeedContract } from "@/lib/http/endpoints/meetings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { readCalendarFeed } from "@/lib/meetings/commands/calendar-feed";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(readCalendarFeedContract, async ({ params }) => {
    const file = await readCalendarFeed(params.secret);
    return new Response(file, {
      headers: { "content-type": "text/calendar; charset=utf-8", "content-disposition": 'inline; filename="atrium.ics"', "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
    });
  }),
});
