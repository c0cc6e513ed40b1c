import { react } from "@/lib/calls/commands/signal-call";
import { reactContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(reactContract, ({ actor, params, body }) => react(actor, params.id, body.reaction)),
});
