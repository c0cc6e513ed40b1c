import { env } from "@/lib/platform/env";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

type HeaderReader = { get(name: string): string | null };

/** True for the origins that our own pages are served from. */
export function isOwnOrigin(origin: string): boolean {
  const { APP_URL, ATRIUM_PROFILE, PORT } = env();
  if (origin === APP_URL) return true;
  return ATRIUM_PROFILE !== "production" && (origin === `http://localhost:${PORT}` || origin === `http://127.0.0.1:${PORT}`);
}

/** True for origins that outside browser clients are served from (exact match). */
export function isCorsOrigin(origin: string): boolean {
  return env().CORS_ALLOWED_ORIGINS.includes(origin);
}

/**
 * The rule for origins: a state-changing request passes when the browser says that it comes from our own
 * pages, when its origin is ours or listed, or when both headers are absent (programs). `Host` is never compared.
 */
export function isOriginAccepted(method: string, headers: HeaderReader): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site === "same-origin" || site === "none") return true;
  if (origin !== null) return isOwnOrigin(origin) || isCorsOrigin(origin);
  return site === null;
}

/** The CORS headers for an answer to `origin`, or none for an origin that is not listed. */
export function corsHeaders(origin: string | null): Record<string, string> {
  if (!origin || !isCorsOrigin(origin)) return {};
  return { "access-control-allow-origin": origin, "access-control-allow-credentials": "true", "access-control-expose-headers": "x-csrftoken, x-video-id, x-recording-id, content-range, retry-after" };
}

/** What a preflight of a listed origin is told. */
export function preflightHeaders(origin: string | null): Record<string, string> {
  const cors = corsHeaders(origin);
  if (!cors["access-control-allow-origin"]) return {};
  return {
    ...cors,
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "content-type, x-csrftoken, range",
    "access-control-max-age": "600",
  };
}

/** Where this browser finds the signalling gate: the websocket address of the origin that it is on, by default APP_URL's. */
export function signallingUrl(headers: HeaderReader): string {
  const origin = headers.get("origin");
  return (origin !== null && isOwnOrigin(origin) ? origin : env().APP_URL).replace(/^http/, "ws");
}
