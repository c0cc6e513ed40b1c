import { randomUUID } from "node:crypto";
import { AppError, isAppError, type FieldErrors } from "@/lib/core/errors";
import { log } from "@/lib/platform/log";

export type ErrorStyle = "plain" | "problem";

const titles: Record<number, string> = {
  400: "Invalid input", 401: "Not signed in", 403: "Not allowed", 404: "Not found", 405: "Method not allowed", 409: "Conflict",
  413: "Too large", 415: "Unsupported media type", 429: "Too many requests", 500: "Internal error", 502: "Upstream failed", 503: "Unavailable", 507: "No space left",
};

/** True when `error` says that Postgres is away or overloaded: the client may retry. */
function isDatabaseAway(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code = (each as { code?: unknown }).code;
    if (typeof code === "string" && /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|57P0[123]|53300|57014)$/.test(code)) return true;
  }
  return false;
}

/** Any throw as a refusal; what is not one of ours is logged with a reference and told without details. */
export function toAppError(error: unknown): { refusal: AppError; reference?: string } {
  if (isAppError(error)) return { refusal: error };
  if (isDatabaseAway(error)) {
    log.error({ err: error }, "the database did not answer");
    return { refusal: new AppError("unavailable", { retryAfterSeconds: 2 }) };
  }
  const reference = randomUUID().slice(0, 8);
  log.error({ err: error, reference }, "unexpected error");
  return { refusal: new AppError("internal"), reference };
}

function plainBody(refusal: AppError): unknown {
  const fields: FieldErrors | undefined = refusal.fields;
  if (fields && Object.keys(fields).length > 0) return fields;
  return { detail: refusal.detail, ...refusal.extra };
}

/** Turns a throw into the answer of its style; `Accept: application/problem+json` overrides plain. */
export function errorResponse(error: unknown, style: ErrorStyle, accept: string | null = null): Response {
  const { refusal, reference } = toAppError(error);
  const headers = new Headers({ "cache-control": "no-store" });
  if (refusal.retryAfterSeconds !== undefined) headers.set("retry-after", String(refusal.retryAfterSeconds));
  if (style === "plain" && !accept?.includes("application/problem+json")) {
    headers.set("content-type", "application/json");
    return new Response(JSON.stringify(plainBody(refusal)), { status: refusal.status, headers });
  }
  headers.set("content-type", "application/problem+json");
  const body = {
    type: "about:blank",
    title: titles[refusal.status] ?? "Error",
    status: refusal.status,
    detail: refusal.detail,
    code: refusal.code,
    ...(refusal.fields ? { errors: refusal.fields } : {}),
    ...(reference ? { reference } : {}),
    ...refusal.extra,
  };
  return new Response(JSON.stringify(body), { status: refusal.status, headers });
}
