import { spotlight } from "@/lib/calls/commands/spotlight";
import { spotlightContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(spotlightContract, ({ actor, params, body }) => spotlight(actor, params.id, body.identity)),
});
