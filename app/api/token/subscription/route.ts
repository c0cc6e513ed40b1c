import { subscriptionTokenContract } from "@/lib/http/endpoints/centrifugo";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { openSubscription } from "@/lib/relay/tokens";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(subscriptionTokenContract, async ({ actor, query }) => Response.json({ token: openSubscription(actor, query.channel ?? "") }, { headers: { "cache-control": "private, no-store" } })),
});
