import { react } from "@/lib/chat/commands/react";
import { reactContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  PUT: defineRoute(reactContract, ({ actor, params, body }) => react(actor, { roomId: params.id, id: params.message }, body)),
});
