import { applyWebhook } from "@/lib/calls/webhook";
import { AppError } from "@/lib/core/errors";
import { receiveLivekitWebhook } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute, readBody } from "@/lib/http/route";
import { settings } from "@/lib/core/settings";
import { readWebhook } from "@/lib/platform/livekit/webhook";
import { metrics } from "@/lib/platform/metrics";
import { wakeRecordersNow } from "@/lib/recordings/wake";

/** The body as it was received; bytes that are no text were signed by nobody. */
async function readSigned(request: Request): Promise<string> {
  try {
    return await readBody(request, settings.jsonBodyBytes);
  } catch (error) {
    if (error instanceof TypeError) throw new AppError("unauthenticated");
    throw error;
  }
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(receiveLivekitWebhook, async ({ request }) => {
    if (!/^application\/webhook\+json\b/i.test(request.headers.get("content-type") ?? "")) throw new AppError("unsupported_media_type", "Send application/webhook+json.");
    const body = await readSigned(request);
    const event = await readWebhook(body, request.headers.get("authorization"));
    metrics().webhookLag.observe(Math.max(0, (Date.now() - event.createdAt.getTime()) / 1000));
    const outcome = await applyWebhook(event);
    // What an egress does is read from LiveKit by whoever follows it: the event only says that there is something to read.
    if (event.kind.startsWith("egress_") && outcome !== "repeated") await wakeRecordersNow();
    return { received: true as const };
  }),
});
