import { publishRecordingContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { publishRecording } from "@/lib/recordings/commands/publish-recording";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(publishRecordingContract, ({ actor, params }) => publishRecording(actor, params.id, params.uuid)),
});
