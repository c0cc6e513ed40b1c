import { connectionTokenContract } from "@/lib/http/endpoints/centrifugo";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { openConnection } from "@/lib/relay/tokens";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(connectionTokenContract, async ({ actor }) => Response.json({ token: openConnection(actor) }, { headers: { "cache-control": "private, no-store" } })),
});
