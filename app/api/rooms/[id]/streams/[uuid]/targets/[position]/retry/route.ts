import { retryTargetContract } from "@/lib/http/endpoints/recordings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { retryTarget } from "@/lib/recordings/commands/retry-target";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(retryTargetContract, ({ actor, params }) => retryTarget(actor, params.id, params.uuid, params.position)),
});
