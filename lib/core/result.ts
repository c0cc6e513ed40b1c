import type { ErrorCode, FieldErrors } from "@/lib/core/errors";

/** What went wrong, for a form: words, fields, and a reference that the log has too when it was our fault. */
export type Failure = { code: ErrorCode; detail: string; fields?: FieldErrors; reference?: string; retryAfterSeconds?: number };

/** The answer of a server action: an error is a value, never a throw across the wire. */
export type Result<T = undefined> = { ok: true; data: T } | { ok: false; error: Failure };
