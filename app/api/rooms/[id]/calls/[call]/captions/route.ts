import { exportCaptions } from "@/lib/calls/history";
import { exportCaptionsContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

/** A HEAD would record an export of which nothing is taken. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods(
  "problem",
  {
    GET: defineRoute(exportCaptionsContract, async ({ actor, params }) => {
      const headers = { "content-type": "text/vtt; charset=utf-8", "content-disposition": `attachment; filename="call-${params.call}.vtt"`, "cache-control": "private, no-store" };
      return new Response(await exportCaptions(actor, params.id, params.call), { headers });
    }),
  },
  { isGetSafe: false },
);
