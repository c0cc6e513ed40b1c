import { stopRecordingContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { stopRecording } from "@/lib/recordings/commands/stop-recording";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(stopRecordingContract, ({ actor, params }) => stopRecording(actor, params.id, params.uuid)),
});
