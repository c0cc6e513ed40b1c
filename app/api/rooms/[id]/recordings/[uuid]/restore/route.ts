import { restoreRecordingContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { restoreRecording } from "@/lib/recordings/commands/change-recording";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(restoreRecordingContract, ({ actor, params }) => restoreRecording(actor, params.id, params.uuid)),
});
