import { startConnectionTest } from "@/lib/calls/commands/start-connection-test";
import { startConnectionTestContract } from "@/lib/http/endpoints/calls";
import { signallingUrl } from "@/lib/http/origin";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(startConnectionTestContract, async ({ request }) => ({ ...(await startConnectionTest()), url: signallingUrl(request.headers) })),
});
