import { tellTyping } from "@/lib/chat/commands/tell-typing";
import { typingContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(typingContract, async ({ actor, params }) => {
    await tellTyping(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
