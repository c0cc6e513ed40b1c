import { startDirectContract } from "@/lib/http/endpoints/rooms";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { startDirect } from "@/lib/rooms/commands/start-direct";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(startDirectContract, async ({ actor, body }) => {
    const { isNew, ...started } = await startDirect(actor, body.user_id);
    return isNew ? started : Response.json(started, { headers: { "cache-control": "private, no-store" } });
  }),
});
