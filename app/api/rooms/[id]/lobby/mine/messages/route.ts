import { writeToHostsContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { writeToHosts } from "@/lib/lobby/commands/write-to-lobby";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(writeToHostsContract, ({ actor, params, body }) => writeToHosts(actor, params.id, body.content)),
});
