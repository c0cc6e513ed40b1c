import { type z } from "zod";
import type { Actor, ApplicationActor, GuestActor, UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { canProgram } from "@/lib/authz/scopes";
import { AppError, isAppError, type FieldErrors } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { Access, Contract, Method } from "@/lib/http/contract";
import { errorResponse } from "@/lib/http/error-response";
import { identifyApplication, identifyRequest } from "@/lib/http/identify";
import { isOriginAccepted } from "@/lib/http/origin";
import { requestIdHeader } from "@/lib/http/request-info";
import { consumeLimit } from "@/lib/platform/limiter";
import { requestContext } from "@/lib/platform/log";

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;

type HandlerInput<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends Access> = {
  request: Request;
  actor: A extends "session" ? UserActor : A extends "participant" ? UserActor | GuestActor : A extends "application" ? ApplicationActor : Actor;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
};

/** Reads a text up to the limit, whatever Content-Length claims. @throws AppError too_large; TypeError for what is no UTF-8 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  return new TextDecoder("utf-8", { fatal: true }).decode(await readBytes(request, maxBytes));
}

/** The same for a body that is no text. @throws AppError too_large */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new AppError("too_large");
      chunks.push(chunk);
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    // The client hung up; its broken connection says nothing about the database.
    throw new AppError("invalid_input", { detail: "The body ended early.", cause: error });
  }
  return Buffer.concat(chunks);
}

/** An empty body means nothing is named; `null` is not empty. */
async function readInput(request: Request, acceptsForm: boolean): Promise<unknown> {
  const type = request.headers.get("content-type");
  let text: string;
  try {
    text = await readBody(request, settings.jsonBodyBytes);
  } catch (error) {
    if (error instanceof TypeError) throw new AppError("invalid_input", "The body is not JSON.");
    throw error;
  }
  if (text.trim() === "") return {};
  if (acceptsForm && /^application\/x-www-form-urlencoded\b/i.test(type ?? "")) return Object.fromEntries(new URLSearchParams(text));
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type ?? "")) throw new AppError("unsupported_media_type");
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.");
  }
}

/** Zod's issues as messages by field. Issues of the input as a whole come under `detail`. */
export function fieldErrorsOf(error: z.ZodError): FieldErrors {
  // A map: a client may name a field `constructor` or `__proto__`.
  const fields = new Map<string, Set<string>>();
  const add = (name: string, message: string) => void fields.set(name, (fields.get(name) ?? new Set<string>()).add(message));
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) add([...issue.path, key].join("."), "This field is not known.");
    else add(issue.path.length > 0 ? issue.path.join(".") : "detail", wordsFor(issue));
  }
  return Object.fromEntries([...fields].map(([name, messages]) => [name, [...messages]]));
}

/** Zod's own sentences speak of types; a missing field is told as people say it. */
function wordsFor(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_type" && issue.message.endsWith("received undefined") ? "This field is required." : issue.message;
}

function parse<S extends z.ZodType>(schema: S | undefined, value: unknown, where: "path" | "input"): z.output<S> {
  if (!schema) return undefined as z.output<S>;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // An id that is no id names nothing.
  if (where === "path") throw new AppError("not_found");
  throw new AppError("invalid_input", { fields: fieldErrorsOf(result.error) });
}

async function identify(request: Request, contract: Contract): Promise<Actor> {
  if (contract.access === "application") {
    const program = await identifyApplication(request.headers);
    if (!program) throw new AppError("unauthenticated", "A valid access token is needed.");
    authorize(canProgram(program, contract.action ?? ""));
    return program;
  }
  const actor = await identifyRequest(request.headers);
  if (actor.kind !== "user" && (contract.access === "session" || (contract.access === "participant" && actor.kind !== "guest"))) {
    const detail = "Authentication credentials were not provided.";
    throw contract.noSessionStatus === 403 ? new AppError("forbidden", detail) : new AppError("unauthenticated", detail);
  }
  return actor;
}

/** Who uses a limit up: a person, a guest (of whom one address makes only so many), a program for that person (never the person's own share), else an address. */
function limitSubject(actor: Actor): string {
  if (actor.kind === "user") return `u${actor.userId}`;
  if (actor.kind === "guest") return `g${actor.guestId}`;
  return actor.kind === "application" ? `a${actor.applicationId}:u${actor.userId}` : (actor.address ?? "unknown");
}

async function limit(contract: Contract, actor: Actor): Promise<void> {
  if (contract.limit) await consumeLimit(contract.limit, limitSubject(actor));
}

/**
 * A route handler from its contract: origin, who is it, rate limit, strict parse, run, errors mapped. What the handler
 * returns is the body; a Response is passed through.
 */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType, A extends Access>(
  contract: Contract<P, Q, B, R, A>,
  handler: (input: HandlerInput<P, Q, B, A>) => Promise<z.input<R> | Response>,
): Handler {
  return (request, context) =>
    requestContext.run({ requestId: request.headers.get(requestIdHeader) ?? "none" }, async () => {
      try {
        if (!isOriginAccepted(request.method, request.headers)) throw new AppError("foreign_origin");
        const actor = await identify(request, contract as unknown as Contract);
        await limit(contract as unknown as Contract, actor);
        const params = parse(contract.params, await context.params, "path");
        const query = parse(contract.query, Object.fromEntries(new URL(request.url).searchParams), "input");
        const body = parse(contract.body, contract.body ? await readInput(request, contract.acceptsForm ?? false) : undefined, "input");
        return answer(contract as unknown as Contract, await handler({ request, actor, params, query, body } as HandlerInput<P, Q, B, A>));
      } catch (error) {
        const refusal = errorResponse(error, contract.style, request.headers.get("accept"));
        // RFC 9110 wants a 401 to say how one identifies; for browsers' sessions there is no such scheme.
        if (refusal.status === 401 && contract.access === "application") refusal.headers.set("www-authenticate", "Bearer");
        return refusal;
      }
    });
}

function answer(contract: Contract, result: unknown): Response {
  if (result instanceof Response) return result;
  const headers = { "cache-control": "private, no-store" };
  if (!contract.response) return new Response(null, { status: contract.status ?? 204, headers });
  return Response.json(result, { status: contract.status ?? 200, headers });
}

const allMethods: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
type Methods = Record<Method | "HEAD" | "OPTIONS", Handler>;

/**
 * Every method of a path: those given, HEAD from GET, OPTIONS, and 405 with `Allow` for the rest. `isGetSafe: false` is
 * for the one documented GET that changes something: a HEAD of a link checker must not.
 */
export function defineMethods(style: "plain" | "problem", given: Partial<Record<Method, Handler>>, { isGetSafe = true } = {}): Methods {
  const hasHead = given.GET !== undefined && isGetSafe;
  const allow = [...allMethods.filter((method) => given[method]), ...(hasHead ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: Handler = async (request) => {
    const response = errorResponse(new AppError("method_not_allowed"), style, request.headers.get("accept"));
    response.headers.set("allow", allow);
    return response;
  };
  const head: Handler = async (request, context) => {
    const response = await given.GET!(request, context);
    return new Response(null, { status: response.status, headers: response.headers });
  };
  const methods = Object.fromEntries(allMethods.map((method) => [method, given[method] ?? refuse])) as Record<Method, Handler>;
  return { ...methods, HEAD: hasHead ? head : refuse, OPTIONS: async () => new Response(null, { status: 204, headers: { allow } }) };
}
