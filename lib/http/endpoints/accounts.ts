import { z } from "zod";
import { emailOnlySchema, registerSchema, resetPasswordSchema } from "@/lib/accounts/contract";
import { defineContract } from "@/lib/http/contract";

const tags = ["Accounts"];
/** Not checked here: a link that is damaged is a wrong link (400), not a missing page. */
const linkParams = z.object({ uid: z.string(), token: z.string() });
const detail = z.object({ detail: z.string() });

export const getCsrf = defineContract({
  method: "GET",
  path: "/api/csrf/",
  summary: "Set the csrftoken cookie; the same value is in X-CSRFToken. It is never checked",
  tags,
  style: "plain",
  access: "anyone",
  response: z.object({}),
});

export const register = defineContract({
  method: "POST",
  path: "/api/register/",
  summary: "Make an account that waits for its activation by mail",
  tags,
  style: "plain",
  access: "anyone",
  body: registerSchema,
  status: 201,
  response: z.object({ user: z.object({ id: z.int(), email: z.string() }) }),
  errors: [503],
  limit: "registerPerClient",
});

export const activate = defineContract({
  method: "GET",
  path: "/api/activate/{uid}/{token}/",
  summary: "Activate an account with the link from its mail; works once",
  tags,
  style: "plain",
  access: "anyone",
  params: linkParams,
  response: z.object({ message: z.string() }),
  errors: [400],
  limit: "tokenUsePerClient",
});

/** Which of the two names a client uses is its choice; the handler says in one sentence what is missing. */
export const login = defineContract({
  method: "POST",
  path: "/api/login/",
  summary: "Sign in; sets access_token, refresh_token and csrftoken",
  tags,
  style: "plain",
  access: "anyone",
  body: z.object({
    email: z.unknown().optional().meta({ type: "string", description: "The address; `username` means the same" }),
    username: z.unknown().optional().meta({ type: "string" }),
    password: z.unknown().optional().meta({ type: "string" }),
    otp: z.unknown().optional().meta({ type: "string" }),
  }),
  response: z.object({
    detail: z.string(),
    id: z.int(),
    username: z.string(),
    user: z.object({ id: z.int(), username: z.string(), email: z.string(), name: z.string() }),
    settings: z.object({ push_notifications: z.object({ enabled: z.boolean(), vapid_public_key: z.string(), firebase_config: z.object({}) }) }),
  }),
  errors: [401, 429],
});

export const refreshToken = defineContract({
  method: "POST",
  path: "/api/token/refresh/",
  summary: "Exchange the refresh_token cookie; sets fresh cookies",
  tags,
  style: "plain",
  access: "anyone",
  response: detail,
  errors: [401],
});

export const logout = defineContract({
  method: "POST",
  path: "/api/logout/",
  summary: "End the session of either cookie, for every copy of it",
  tags,
  style: "plain",
  access: "anyone",
  response: detail,
  errors: [403],
});

export const requestReset = defineContract({
  method: "POST",
  path: "/api/password_reset/",
  summary: "Mail a link that sets a new password; the same answer for every address",
  tags,
  style: "plain",
  access: "anyone",
  body: emailOnlySchema,
  response: detail,
  limit: "registerPerClient",
});

export const confirmReset = defineContract({
  method: "POST",
  path: "/api/password_confirm/{uid}/{token}/",
  summary: "Set a new password with the link from the mail; ends every session of that person",
  tags,
  style: "plain",
  access: "anyone",
  params: linkParams,
  body: resetPasswordSchema,
  response: detail,
  limit: "tokenUsePerClient",
});
