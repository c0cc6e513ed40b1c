import { createExternalMeetingContract, listExternalMeetingsContract } from "@/lib/http/endpoints/meetings";
import { idempotencyKeyOf } from "@/lib/http/idempotency";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { listMeetingDtos } from "@/lib/meetings/queries/list-meetings";

const path = "/external-api/v1.0/meetings/";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listExternalMeetingsContract, async ({ actor, query }) => {
    const { count, meetings, next } = await listMeetingDtos(actor, { limit: query.limit, before: query.before ?? null });
    return {
      count,
      next: next === null ? null : pageUrl(path, { limit: query.limit, before: next }),
      previous: query.before === undefined ? null : pageUrl(path, { limit: query.limit }),
      results: meetings,
    };
  }),
  POST: defineRoute(createExternalMeetingContract, ({ request, actor, body }) => createMeeting(actor, body, idempotencyKeyOf(request))),
});
