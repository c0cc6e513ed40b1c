import { deleteExternalRecordingContract, getExternalRecordingContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { deleteAsProgram } from "@/lib/recordings/commands/delete-as-program";
import { getRecordingForProgram } from "@/lib/recordings/queries/for-program";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getExternalRecordingContract, ({ actor, params }) => getRecordingForProgram(actor, params.uuid)),
  DELETE: defineRoute(deleteExternalRecordingContract, ({ actor, params }) => deleteAsProgram(actor, params.uuid)),
});
