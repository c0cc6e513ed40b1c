import { changeStreamContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeStream } from "@/lib/recordings/commands/change-stream";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(changeStreamContract, ({ actor, params, body }) => changeStream(actor, params.id, params.uuid, body)),
});
