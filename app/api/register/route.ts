import { registerAccount } from "@/lib/accounts/commands/register-account";
import { register } from "@/lib/http/endpoints/accounts";
import { localeOf } from "@/lib/http/locale";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(register, async ({ request, actor, body }) => ({
    user: await registerAccount(actor, body, { locale: localeOf(request.headers), requestOrigin: request.headers.get("origin") }),
  })),
});
