import { exportRoom } from "@/lib/chat/commands/export-room";
import { exportRoomContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { streamOf } from "@/lib/http/stream-of";

const types = { json: "application/json", html: "text/html; charset=utf-8" } as const;

/** A HEAD would note a copy of which nothing is taken. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods(
  "problem",
  {
    GET: defineRoute(exportRoomContract, async ({ actor, params, query: { format = "json" } }) => {
      const { fileName, lines } = await exportRoom(actor, params.id, format);
      // Never shown on our own origin: a browser keeps it as a file.
      const headers = { "content-type": types[format], "content-disposition": `attachment; filename="${fileName}"`, "x-content-type-options": "nosniff", "cache-control": "private, no-store" };
      return new Response(streamOf(lines), { headers });
    }),
  },
  { isGetSafe: false },
);
