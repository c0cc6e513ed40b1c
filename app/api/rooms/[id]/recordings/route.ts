import { listRecordingsContract, startRecordingContract } from "@/lib/http/endpoints/recordings";
import { idempotencyKeyOf } from "@/lib/http/idempotency";
import { offsetLinks } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { startLocalRecording } from "@/lib/recordings/commands/local-recording";
import { startRecording } from "@/lib/recordings/commands/start-recording";
import { recordingSchema } from "@/lib/recordings/contract";
import { listRecordings } from "@/lib/recordings/queries/recordings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listRecordingsContract, async ({ actor, params, query: { limit, offset = 0 } }) => {
    const { count, recordings } = await listRecordings(actor, params.id, { limit, offset });
    const links = offsetLinks(`/api/rooms/${params.id}/recordings/`, { q: "", limit, offset, shown: recordings.length, count });
    return { count, ...links, results: recordings.map((each) => recordingSchema.parse(each)) };
  }),
  POST: defineRoute(startRecordingContract, async ({ request, actor, params, body }) => {
    const key = idempotencyKeyOf(request);
    const { recording, isNew } = body.in_browser ? await startLocalRecording(actor, params.id, key) : await startRecording(actor, params.id, body, key);
    return isNew ? recording : Response.json(recording, { headers: { "cache-control": "private, no-store" } });
  }),
});
