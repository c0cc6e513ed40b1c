import { exportAttendance } from "@/lib/calls/history";
import { exportAttendanceContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

/** A HEAD would record an export of which nothing is taken. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods(
  "problem",
  {
    GET: defineRoute(exportAttendanceContract, async ({ actor, params }) => {
      const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="call-${params.call}.csv"`, "cache-control": "private, no-store" };
      return new Response(await exportAttendance(actor, params.id, params.call), { headers });
    }),
  },
  { isGetSafe: false },
);
