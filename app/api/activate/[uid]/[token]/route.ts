import { activateAccount } from "@/lib/accounts/commands/activate-account";
import { activate } from "@/lib/http/endpoints/accounts";
import { defineMethods, defineRoute } from "@/lib/http/route";

const activateByGet = defineRoute(activate, async ({ actor, params }) => {
  await activateAccount(actor, params.uid, params.token);
  return { message: "Account successfully activated." };
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", { GET: activateByGet }, { isGetSafe: false });
