import { createMeetingContract } from "@/lib/http/endpoints/meetings";
import { idempotencyKeyOf } from "@/lib/http/idempotency";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(createMeetingContract, ({ request, actor, body }) => createMeeting(actor, body, idempotencyKeyOf(request))),
});
