import type { z } from "zod";
import type { LimitName } from "@/lib/core/limits";

/** `participant`: a person with a session, or a guest by their cookie. */
export type Access = "anyone" | "session" | "participant" | "application";
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One endpoint as a value: it validates the request and describes it in the OpenAPI document.
 * `style: "plain"` is the form of the paths that outside clients rely on (`{"detail": "…"}` or field keys, unknown
 * request fields ignored); `"problem"` is problem+json with unknown keys refused (use z.strictObject).
 */
export type Contract<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  A extends Access = Access,
> = {
  method: Method;
  /** With parameters in braces and a trailing slash where the public contract has one: `/api/rooms/{id}/`. */
  path: string;
  summary: string;
  tags: string[];
  style: "plain" | "problem";
  /** `session`: no live session is refused before anything is read; `application`: the same for no live bearer token, and cookies do not count. */
  access: A;
  /** What a program does here; its scope is asked first. Without one, no program may. */
  action?: string;
  /** On chat paths no session is 403: the client signs the person out on it. */
  noSessionStatus?: 401 | 403;
  params?: P;
  query?: Q;
  body?: B;
  /** Types of a body that is not read as JSON: the handler takes the bytes. For the document. */
  rawBody?: readonly string[];
  /** Headers that the handler reads. For the document. */
  headers?: z.ZodObject;
  /** Takes the body as a form too. */
  acceptsForm?: boolean;
  /** Success status; 200 with a response schema, else 204. */
  status?: number;
  response?: R;
  /** Further successes with a body of their own, by status. */
  otherResponses?: Record<number, z.ZodType>;
  /** Of an answer that is no JSON; for the document. */
  contentType?: string;
  /** Further types of the answer, beside JSON or `contentType`; for the document. */
  otherTypes?: readonly string[];
  /** Refusals besides those that follow from the rest (400, 401, 403, 413, 415, 429). */
  errors?: number[];
  limit?: LimitName;
};

/** Keeps the schemas' types. */
export function defineContract<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType, A extends Access>(
  contract: Contract<P, Q, B, R, A>,
): Contract<P, Q, B, R, A> {
  return contract;
}
