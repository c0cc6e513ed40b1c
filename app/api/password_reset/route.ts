import { requestPasswordReset } from "@/lib/accounts/commands/request-password-reset";
import { requestReset } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(requestReset, async ({ request, actor, body }) => {
    requestPasswordReset(actor, body.email, request.headers.get("origin"));
    return { detail: "An email has been sent to reset your password." };
  }),
});
