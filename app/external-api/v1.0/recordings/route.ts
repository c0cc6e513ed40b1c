import { listExternalRecordingsContract } from "@/lib/http/endpoints/recordings";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listRecordingsForProgram } from "@/lib/recordings/queries/for-program";

const path = "/external-api/v1.0/recordings/";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listExternalRecordingsContract, async ({ actor, query: { limit, offset = 0, room } }) => {
    const { count, recordings } = await listRecordingsForProgram(actor, { roomId: room, limit, offset });
    const page = (start: number) => pageUrl(path, { limit, room, offset: start === 0 ? undefined : start });
    return {
      count,
      next: recordings.length > 0 && offset + recordings.length < count ? page(offset + recordings.length) : null,
      previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
      results: recordings,
    };
  }),
});
