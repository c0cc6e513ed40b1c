import { startAuditExport } from "@/lib/audit/start-export";
import { auditExportContract } from "@/lib/http/endpoints/audit";
import { defineMethods, defineRoute } from "@/lib/http/route";

/** The next lines are only asked for when the reader has taken those before; one that leaves ends the reading. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

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
