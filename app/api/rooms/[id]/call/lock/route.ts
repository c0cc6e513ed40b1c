import { lockCall } from "@/lib/calls/commands/lock-call";
import { lockCallContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(lockCallContract, ({ actor, params, body }) => lockCall(actor, params.id, body.locked)),
});
