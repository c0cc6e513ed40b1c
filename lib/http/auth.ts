import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions, type Session } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { endProvenSessions } from "@/lib/accounts/commands/end-session";
import { signIn, type SignedIn } from "@/lib/accounts/commands/sign-in";
import { signInWithOrganisation } from "@/lib/accounts/commands/sign-in-with-organisation";
import { findLiveSession, type LiveSession } from "@/lib/accounts/sessions";
import type { Locale } from "@/lib/core/locale";
import type { Actor } from "@/lib/authz/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { errorResponse, toAppError } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { localeOf } from "@/lib/http/locale";
import { droppedGuestCookie } from "@/lib/http/guest-cookie";
import { isOriginAccepted } from "@/lib/http/origin";
import { requestIdHeader } from "@/lib/http/request-info";
import { readBody } from "@/lib/http/route";
import { clearedSessionCookies, deviceCookie, refreshTokenCookie, sessionCookieOptions, withCookies, type Cookie } from "@/lib/http/session-cookies";
import { accessCookie } from "@/lib/http/session-token";
import { env } from "@/lib/platform/env";
import { consumeLimit } from "@/lib/platform/limiter";
import { log, requestContext } from "@/lib/platform/log";

/** Part of the address that a provider must allow: `/api/auth/callback/oidc`. */
export const organisationProviderId = "oidc";

type LiveToken = JWT & { live?: LiveSession };

/** What one request through next-auth came to, besides the library's own answer. */
type Visit = { actor: Actor; userAgent: string | null; locale: Locale; signedIn?: SignedIn; refusal?: AppError; hasSignedOut?: boolean };

/**
 * next-auth with this product's sessions. Its token carries `{sub, sid}` only; each time it is read, the session's row is
 * asked, so that an ended session is over for every copy of the cookie.
 */
function optionsFor(visit: Visit): NextAuthOptions {
  const { AUTH_SECRET } = env();
  const { maxAge: _maxAge, ...cookieOptions } = sessionCookieOptions();
  return {
    secret: AUTH_SECRET,
    session: { strategy: "jwt", maxAge: settings.sessionSeconds },
    pages: { signIn: "/login", error: "/login", signOut: "/settings" },
    cookies: { sessionToken: { name: accessCookie, options: cookieOptions } },
    jwt: {
      async decode(params) {
        const token = await decode(params).catch(() => null);
        const live = typeof token?.sid === "string" ? await findLiveSession(token.sid) : null;
        return live ? { ...token, live } : null;
      },
      encode: ({ token, ...params }) => encode({ ...params, token: { sub: String(token?.sub), sid: token?.sid } }),
    },
    providers: [credentialsProvider(visit), ...organisationProvider()],
    callbacks: {
      signIn: ({ account, profile }) => account?.type !== "oauth" || enterWithOrganisation(visit, profile as OrganisationProfile),
      jwt: ({ token, user }) => (user && visit.signedIn ? { sub: String(visit.signedIn.userId), sid: visit.signedIn.sessionId } : token),
      session: ({ session, token }) => publicSession(session, (token as LiveToken).live),
    },
    events: {
      async signOut({ token }) {
        visit.hasSignedOut = true;
        if (typeof token?.sid === "string") await endProvenSessions(visit.actor, [token.sid]);
      },
    },
    logger: {
      // An ended session is no error.
      error: (code) => void (code === "JWT_SESSION_ERROR" || log.error({ code }, "next-auth reported an error")),
      warn: (code) => log.warn({ code }, "next-auth reported a warning"),
      debug: () => {},
    },
  };
}

/** The claims of an id token, checked by the library: signature, issuer, audience, nonce. */
type OrganisationProfile = { sub?: string; email?: string; email_verified?: boolean; name?: string };

/** Any provider that speaks OpenID Connect, by its issuer's address; none when it is not configured. */
function organisationProvider(): OAuthConfig<OrganisationProfile>[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env();
  if (!issuer || !clientId || !clientSecret) return [];
  return [
    {
      id: organisationProviderId, name, type: "oauth", idToken: true, clientId, clientSecret,
      issuer: issuer.replace(/\/$/, ""),
      wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      authorization: { params: { scope: "openid email profile" } },
      checks: ["pkce", "state", "nonce"],
      httpOptions: { timeout: 5000 },
      profile: (profile) => ({ id: String(profile.sub), name: profile.name, email: profile.email }),
    },
  ];
}

/** True when a session was opened, else where to go instead: the sign-in page, which says why. */
async function enterWithOrganisation(visit: Visit, { sub, email, email_verified: isEmailVerified, name }: OrganisationProfile): Promise<boolean | string> {
  const { OIDC_ISSUER: issuer, OIDC_CREATES_ACCOUNTS: createsAccounts } = env();
  if (!issuer || !sub) return false;
  try {
    const identity = { issuer, subject: sub, email, isEmailVerified: isEmailVerified === true, name };
    visit.signedIn = await signInWithOrganisation(visit.actor, identity, { userAgent: visit.userAgent, locale: visit.locale, createsAccounts });
    return true;
  } catch (error) {
    const { refusal } = toAppError(error);
    return `/login?error=${refusal.code === "unauthenticated" ? "organisation_refused" : "organisation_failed"}`;
  }
}

function credentialsProvider(visit: Visit) {
  return CredentialsProvider({
    credentials: { email: { label: "Email", type: "email" }, password: { label: "Password", type: "password" }, otp: { label: "Code", type: "text" } },
    async authorize(credentials) {
      const { email, password, otp } = credentials ?? {};
      if (typeof email !== "string" || typeof password !== "string" || !email || !password) return null;
      try {
        visit.signedIn = await signIn(visit.actor, { email, password, code: otp || null, userAgent: visit.userAgent });
      } catch (error) {
        visit.refusal = toAppError(error).refusal;
        return null;
      }
      return { id: String(visit.signedIn.userId), name: visit.signedIn.name, email: visit.signedIn.email };
    },
  });
}

/** What scripts may know of a session. */
function publicSession(session: Session, live: LiveSession | undefined): Session {
  if (!live) return session;
  return { ...session, user: { id: live.userId, name: live.name, email: live.email } as Session["user"] };
}

/** The library's protocol; its page for errors of a foreign script's choice, its log for browsers are not offered. */
const actions = new Set(["csrf", "providers", "session", "signin", "signout", "callback", "error"]);

/** Answers `/api/auth/*`. */
export function handleNextAuth(request: Request, path: string[]): Promise<Response> {
  return requestContext.run({ requestId: request.headers.get(requestIdHeader) ?? "none" }, async () => {
    try {
      if (!isOriginAccepted(request.method, request.headers)) throw new AppError("foreign_origin");
      if (!actions.has(path[0] ?? "")) throw new AppError("not_found");
      const visit: Visit = { actor: await identifyRequest(request.headers), userAgent: request.headers.get("user-agent"), locale: localeOf(request.headers) };
      if (path[1] === organisationProviderId) await consumeLimit("organisationSignInPerClient", visit.actor.address ?? "unknown");
      return finish(request, visit, await callLibrary(request, path, visit));
    } catch (error) {
      return errorResponse(error, "plain", request.headers.get("accept"));
    }
  });
}

/**
 * Sends a browser to the organisation's provider, from a plain link: a form would have to leave our origin, which the
 * content security policy forbids. The library's own steps, a CSRF pair and then the sign-in, are taken here in one go.
 */
export async function startOrganisationSignIn(request: Request, next: string): Promise<Response> {
  if (organisationProvider().length === 0) return errorResponse(new AppError("not_found"), "plain", request.headers.get("accept"));
  const headers = (cookie: string) => new Headers({ ...Object.fromEntries(request.headers), cookie, "content-type": "application/x-www-form-urlencoded" });
  const base = `${env().APP_URL}/api/auth`;
  const csrf = await handleNextAuth(new Request(`${base}/csrf`, { headers: headers("") }), ["csrf"]);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const pair = csrf.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const body = new URLSearchParams({ csrfToken, callbackUrl: `${env().APP_URL}${next}`, json: "true" });
  const started = await handleNextAuth(new Request(`${base}/signin/${organisationProviderId}`, { method: "POST", headers: headers(pair), body }), ["signin", organisationProviderId]);
  const { url } = (await started.json()) as { url?: string };
  const answer = new Response(null, { status: 302, headers: { location: url ?? `${env().APP_URL}/login?error=organisation_failed`, "cache-control": "private, no-store" } });
  for (const each of [csrf, started]) for (const line of each.headers.getSetCookie()) answer.headers.append("set-cookie", line);
  return answer;
}

/** Adds what the library does not know of: the refresh cookie, and the status of a refusal that is not a wrong pair. */
function finish(request: Request, visit: Visit, response: Response): Response {
  const cookies: Cookie[] = [];
  if (visit.signedIn) cookies.push(refreshTokenCookie(visit.signedIn.refreshToken), deviceCookie(visit.signedIn.userId), ...droppedGuestCookie(request.headers));
  if (visit.hasSignedOut) cookies.push(...clearedSessionCookies());
  const { refusal } = visit;
  if (!refusal || refusal.code === "unauthenticated") return withCookies(response, cookies);
  const answer = errorResponse(new AppError(refusal.code, { ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }), extra: { ...refusal.extra, url: `${env().APP_URL}/login?error=${refusal.code}` } }), "plain", request.headers.get("accept"));
  return withCookies(answer, cookies);
}

/** The library's handler for a request that it is given, as `Request` and `Response`: it is written against Node's pair. */
async function callLibrary(request: Request, path: string[], visit: Visit): Promise<Response> {
  const headers = new Headers();
  let status = 200;
  let body: string | null = null;
  const send = (value: unknown) => {
    body = typeof value === "string" ? value : value === undefined ? null : JSON.stringify(value);
    if (typeof value === "object" && !headers.has("content-type")) headers.set("content-type", "application/json");
  };
  const res = {
    status: (code: number) => ((status = code), res),
    getHeader: (name: string) => (name.toLowerCase() === "set-cookie" ? headers.getSetCookie() : (headers.get(name) ?? undefined)),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name);
      for (const each of Array.isArray(value) ? value : [value]) headers.append(name, each);
      return res;
    },
    send,
    json: send,
    end: () => {},
  };
  const req = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: cookiesOf(request),
    query: { ...Object.fromEntries(new URL(request.url).searchParams), nextauth: path },
    body: request.method === "POST" ? await readFields(request) : undefined,
  };
  await NextAuth(req as unknown as NextApiRequest, res as unknown as NextApiResponse, optionsFor(visit));
  headers.set("cache-control", "private, no-store");
  return new Response(body, { status, headers });
}

function cookiesOf(request: Request): Record<string, string> {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((part) => part.split("="));
  return Object.fromEntries(pairs.map(([name = "", ...value]) => [name.trim(), decode1(value.join("=").trim())] as const).filter(([name]) => name !== ""));
}

function decode1(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The library's own client sends forms, others JSON; only texts count. */
async function readFields(request: Request): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readBody(request, 64 * 1024);
    if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return Object.fromEntries(new URLSearchParams(text));
    const value: unknown = text === "" ? {} : JSON.parse(text);
    return Object.fromEntries(Object.entries(value ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError("invalid_input", "The body is not readable.");
  }
}
