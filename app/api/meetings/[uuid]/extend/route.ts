import { extendMeetingContract } from "@/lib/http/endpoints/meetings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { extendMeeting } from "@/lib/meetings/commands/run-meeting";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(extendMeetingContract, ({ actor, params, body }) => extendMeeting(actor, params, body.minutes)),
});
