import { deleteExternalMeetingContract, getExternalMeetingContract, updateExternalMeetingContract } from "@/lib/http/endpoints/meetings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { cancelMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { getMeetingDto } from "@/lib/meetings/queries/list-meetings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getExternalMeetingContract, ({ actor, params }) => getMeetingDto(actor, params.id)),
  PATCH: defineRoute(updateExternalMeetingContract, ({ actor, params, body }) => updateMeeting(actor, params, body)),
  DELETE: defineRoute(deleteExternalMeetingContract, async ({ actor, params }) => {
    await cancelMeeting(actor, params);
  }),
});
