import { deleteMessage, editMessage } from "@/lib/chat/commands/change-message";
import { deleteMessageContract, editMessageContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  PATCH: defineRoute(editMessageContract, ({ actor, params, body }) => editMessage(actor, { roomId: params.id, id: params.message }, body)),
  DELETE: defineRoute(deleteMessageContract, ({ actor, params }) => deleteMessage(actor, { roomId: params.id, id: params.message })),
});
