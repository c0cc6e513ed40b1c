import { startAuditExport } from "@/lib/audit/start-export";
import { auditExportContract } from "@/lib/http/endpoints/audit";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { streamOf } from "@/lib/http/stream-of";

/** A HEAD would record an export of which nothing is taken. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods(
  "problem",
  {
    GET: defineRoute(auditExportContract, async ({ actor, query }) => {
      const lines = await startAuditExport(actor, query);
      const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="audit.csv"', "cache-control": "private, no-store" };
      return new Response(streamOf(lines), { headers });
    }),
  },
  { isGetSafe: false },
);
