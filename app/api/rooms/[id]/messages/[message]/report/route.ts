import { reportMessageContract } from "@/lib/http/endpoints/chat";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { reportMessage } from "@/lib/reports/commands/report-message";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(reportMessageContract, ({ actor, params, body }) => reportMessage(actor, { roomId: params.id, id: params.message }, body)),
});
