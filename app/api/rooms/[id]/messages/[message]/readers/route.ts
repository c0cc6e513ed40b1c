import { listReaders } from "@/lib/chat/queries/read-places";
import { listReadersContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listReadersContract, ({ actor, params }) => listReaders(actor, { roomId: params.id, id: params.message })),
});
