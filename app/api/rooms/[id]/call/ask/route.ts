import { askToSend } from "@/lib/calls/commands/signal-call";
import { askToSendContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(askToSendContract, ({ actor, params, body }) => askToSend(actor, params.id, body)),
});
