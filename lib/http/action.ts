import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { type z } from "zod";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import type { LimitName } from "@/lib/core/limits";
import type { Result } from "@/lib/core/result";
import type { Access } from "@/lib/http/contract";
import { toAppError } from "@/lib/http/error-response";
import { identifyRequest } from "@/lib/http/identify";
import { isOriginAccepted } from "@/lib/http/origin";
import { requestIdHeader } from "@/lib/http/request-info";
import { fieldErrorsOf } from "@/lib/http/route";
import { consumeLimit } from "@/lib/platform/limiter";
import { requestContext } from "@/lib/platform/log";

type ActionOptions<S extends z.ZodType, A extends Access> = { access: A; input: S; limit?: LimitName };
type ActionActor<A extends Access> = A extends "session" ? UserActor : Actor;

/** A form's fields as an object; React's own bookkeeping fields are left out, a repeated name becomes a list. Whoever calls an action by hand may send anything in the form's place. */
function formFields(form: FormData): Record<string, unknown> {
  if (!(form instanceof FormData)) return {};
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name);
    fields[name] = values.length > 1 ? values : values[0];
  }
  return fields;
}

async function run<S extends z.ZodType, A extends Access, T>(
  options: ActionOptions<S, A>,
  input: unknown,
  fn: (actor: ActionActor<A>, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  const from = await headers();
  return requestContext.run({ requestId: from.get(requestIdHeader) ?? "none" }, async () => {
    try {
      if (!isOriginAccepted("POST", from)) throw new AppError("foreign_origin");
      const actor = await identifyRequest(from);
      if (options.access === "session" && actor.kind !== "user") throw new AppError("unauthenticated");
      if (options.limit) await consumeLimit(options.limit, actor.kind === "user" ? `u${actor.userId}` : (actor.address ?? "unknown"));
      const parsed = options.input.safeParse(input);
      if (!parsed.success) throw new AppError("invalid_input", { fields: fieldErrorsOf(parsed.error) });
      return { ok: true, data: await fn(actor as ActionActor<A>, parsed.data) };
    } catch (error) {
      // redirect() and notFound() are throws that belong to Next.
      unstable_rethrow(error);
      const { refusal, reference } = toAppError(error);
      return {
        ok: false,
        error: {
          code: refusal.code,
          detail: refusal.detail,
          ...(refusal.fields ? { fields: refusal.fields } : {}),
          ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }),
          ...(reference ? { reference } : {}),
        },
      };
    }
  });
}

/** A server action called with an object. It cannot be reached unidentified or unparsed, by construction. */
export function defineAction<S extends z.ZodType, A extends Access, T>(
  options: ActionOptions<S, A>,
  fn: (actor: ActionActor<A>, input: z.output<S>) => Promise<T>,
): (input: z.input<S>) => Promise<Result<T>> {
  return (input) => run(options, input, fn);
}

/** A server action for `useActionState`: takes a form, works without JavaScript, answers a typed result. */
export function defineFormAction<S extends z.ZodType, A extends Access, T>(
  options: ActionOptions<S, A>,
  fn: (actor: ActionActor<A>, input: z.output<S>) => Promise<T>,
): (previous: Result<T> | null, form: FormData) => Promise<Result<T>> {
  return (_previous, form) => run(options, formFields(form), fn);
}
