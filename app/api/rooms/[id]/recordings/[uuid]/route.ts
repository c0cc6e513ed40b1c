import { changeRecordingContract, deleteRecordingContract, getRecordingContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeRecording, deleteRecording } from "@/lib/recordings/commands/change-recording";
import { getRecording } from "@/lib/recordings/queries/recordings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getRecordingContract, ({ actor, params }) => getRecording(actor, params.id, params.uuid)),
  PATCH: defineRoute(changeRecordingContract, ({ actor, params, body }) => changeRecording(actor, params.id, params.uuid, body)),
  DELETE: defineRoute(deleteRecordingContract, async ({ actor, params }) => {
    await deleteRecording(actor, params.id, params.uuid);
    return new Response(null, { status: 204 });
  }),
});
