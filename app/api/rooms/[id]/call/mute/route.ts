import { muteInCall } from "@/lib/calls/commands/mute-in-call";
import { muteInCallContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(muteInCallContract, async ({ actor, params, body }) => ({ muted: await muteInCall(actor, params.id, body) })),
});
