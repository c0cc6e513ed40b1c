import { sendMessage } from "@/lib/chat/commands/send-message";
import { listMessages } from "@/lib/chat/queries/list-messages";
import { listMessagesContract, sendMessageContract } from "@/lib/http/endpoints/chat";
import { pageUrl } from "@/lib/http/page-links";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(listMessagesContract, async ({ actor, params, query: { limit, before, after, system } }) => {
    const page = await listMessages(actor, params.id, { limit, beforeVersion: before, afterVersion: after, system: system === "1" });
    const path = `/api/rooms/${params.id}/messages/`;
    const [newest, oldest] = [page.messages[0], page.messages.at(-1)];
    return {
      count: page.count,
      next: page.hasOlder && oldest ? pageUrl(path, { limit, system: system === "1" ? 1 : undefined, before: oldest.room.version }) : null,
      previous: page.hasNewer && newest ? pageUrl(path, { limit, system: system === "1" ? 1 : undefined, after: newest.room.version }) : null,
      results: page.messages,
    };
  }),
  POST: defineRoute(sendMessageContract, async ({ actor, params, body }) => {
    const { message, isNew } = await sendMessage(actor, params.id, body);
    return isNew ? message : Response.json(message, { headers: { "cache-control": "private, no-store" } });
  }),
});
