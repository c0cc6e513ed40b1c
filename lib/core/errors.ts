/**
 * Every refusal the product knows, and the HTTP status it becomes at the edge.
 * A domain throws `AppError(code)`; a throw is what rolls its transaction back.
 */
export const errorStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  otp_required: 401,
  forbidden: 403,
  proof_required: 403,
  foreign_origin: 403,
  banned: 403,
  locked: 403,
  not_open: 403,
  over: 403,
  full: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
  no_space: 507,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Messages by field name, in words for a person; the input itself is never repeated in them. */
export type FieldErrors = Record<string, string[]>;

export type AppErrorOptions = {
  /** Words for a person. Defaults to the code's own sentence. */
  detail?: string;
  fields?: FieldErrors;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Further members for the answer's body, e.g. `starts_at` of a meeting that is not open. */
  extra?: Record<string, unknown>;
  cause?: unknown;
};

const sentences: Record<ErrorCode, string> = {
  invalid_input: "Some of the input is not valid.",
  unauthenticated: "Please sign in.",
  otp_required: "A second factor is required.",
  forbidden: "You may not do this.",
  proof_required: "Confirm first that it is you.",
  foreign_origin: "Requests from this origin are not accepted.",
  banned: "You were removed from this room.",
  locked: "This room is locked.",
  not_open: "This meeting has not started.",
  over: "This meeting is over.",
  full: "This room is full.",
  not_found: "This does not exist, or you may not see it.",
  method_not_allowed: "This method is not available here.",
  conflict: "This conflicts with what is already there.",
  too_large: "This is larger than allowed.",
  unsupported_media_type: "Send JSON.",
  rate_limited: "Too many requests. Please wait a moment.",
  internal: "Something went wrong on our side.",
  upstream_failed: "A service that this needs did not answer.",
  unavailable: "This is not available right now. Please try again shortly.",
  no_space: "There is no space left.",
};

const brand = Symbol.for("atrium.AppError");

/** A refusal as a value from a closed set of codes; the cause stays in the log. */
export class AppError extends Error {
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions | string = {}) {
    const given = typeof options === "string" ? { detail: options } : options;
    const detail = given.detail ?? sentences[code];
    super(detail, given.cause === undefined ? undefined : { cause: given.cause });
    this.name = "AppError";
    this.code = code;
    this.status = errorStatus[code];
    this.detail = detail;
    this.fields = given.fields;
    this.retryAfterSeconds = given.retryAfterSeconds;
    this.extra = given.extra;
  }
}

/** Recognises an AppError by its brand: server and Next's bundle hold two copies of this module, so `instanceof` lies. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && brand in error;
}

/** Shorthand for a refusal of named fields. */
export function invalidFields(fields: FieldErrors): AppError {
  return new AppError("invalid_input", { fields });
}
