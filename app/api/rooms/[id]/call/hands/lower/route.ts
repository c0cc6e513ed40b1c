import { lowerHands } from "@/lib/calls/commands/lower-hands";
import { lowerHandsContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(lowerHandsContract, async ({ actor, params, body }) => ({ lowered: await lowerHands(actor, params.id, body) })),
});
