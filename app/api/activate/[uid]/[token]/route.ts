import { activateAccount } from "@/lib/accounts/commands/activate-account";
import { activate } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  GET: defineRoute(activate, async ({ actor, params }) => {
    await activateAccount(actor, params.uid, params.token);
    return { message: "Account successfully activated." };
  }),
});
