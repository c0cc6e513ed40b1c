import { getMeetingCalendarContract } from "@/lib/http/endpoints/meetings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getMeetingCalendar } from "@/lib/meetings/queries/get-calendar";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getMeetingCalendarContract, async ({ actor, params }) => {
    const file = await getMeetingCalendar(actor, params.uuid);
    return new Response(file, { headers: { "content-type": "text/calendar; charset=utf-8", "content-disposition": 'attachment; filename="meeting.ics"', "cache-control": "private, no-store" } });
  }),
});
