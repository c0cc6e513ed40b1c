import { startStreamContract } from "@/lib/http/endpoints/recordings";
import { idempotencyKeyOf } from "@/lib/http/idempotency";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { startStream } from "@/lib/recordings/commands/start-recording";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(startStreamContract, async ({ request, actor, params, body }) => {
    const { recording, isNew } = await startStream(actor, params.id, body, idempotencyKeyOf(request));
    return isNew ? recording : Response.json(recording, { headers: { "cache-control": "private, no-store" } });
  }),
});
