import { listLobbyMessagesContract, writeToWaitingContract } from "@/lib/http/endpoints/lobby";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { writeToWaiting } from "@/lib/lobby/commands/write-to-lobby";
import { listLobbyMessages } from "@/lib/lobby/queries/lobby";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listLobbyMessagesContract, async ({ actor, params }) => ({ results: await listLobbyMessages(actor, params.id, params.entry) })),
  POST: defineRoute(writeToWaitingContract, ({ actor, params, body }) => writeToWaiting(actor, params.id, params.entry, body.content)),
});
