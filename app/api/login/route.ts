import { signIn } from "@/lib/accounts/commands/sign-in";
import { AppError } from "@/lib/core/errors";
import { login } from "@/lib/http/endpoints/accounts";
import { droppedGuestCookie } from "@/lib/http/guest-cookie";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { csrfCookie, sessionCookies, withCookies } from "@/lib/http/session-cookies";

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", {
  POST: defineRoute(login, async ({ request, actor, body }) => {
    const email = isText(body.email) ? body.email : body.username;
    if (!isText(email) || !isText(body.password)) throw new AppError("invalid_input", "provide username and password");
    const signedIn = await signIn(actor, { email, password: body.password, code: isText(body.otp) ? body.otp : null, userAgent: request.headers.get("user-agent") });
    const answer = {
      detail: "Login successful",
      id: signedIn.userId,
      username: signedIn.name,
      user: { id: signedIn.userId, username: signedIn.email, email: signedIn.email, name: signedIn.name },
      settings: { push_notifications: { enabled: false, vapid_public_key: "", firebase_config: {} } },
    };
    const response = Response.json(answer, { headers: { "cache-control": "private, no-store" } });
    return withCookies(response, [...(await sessionCookies(signedIn)), csrfCookie(request.headers), ...droppedGuestCookie(request.headers)]);
  }),
});
