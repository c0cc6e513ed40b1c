import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { confirmReset } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(confirmReset, async ({ actor, params, body }) => {
    await resetPassword(actor, params.uid, params.token, body.new_password);
    return { detail: "Your Password has been successfully reset." };
  }),
});
