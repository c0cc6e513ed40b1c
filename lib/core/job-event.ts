import type { z } from "zod";

/** An event to record; `id` is its idempotency key, `ts` the time it tells of in epoch milliseconds. */
export type NewJobEvent = { name: string; data: Record<string, unknown>; id?: string; ts?: number; v?: string };

/**
 * The name and the shape of an event, declared once in its domain's contract: the domain records it with `create`,
 * and `inngest/events.ts` makes the trigger of the same name and schema from it.
 * The schema must not transform or fill in defaults: what is recorded is what the function gets.
 */
export function defineJobEvent<const Name extends string, Schema extends z.ZodType<Record<string, unknown>, Record<string, unknown>>>(name: Name, schema: Schema) {
  return {
    name,
    schema,
    /** The event, checked. @throws ZodError for data that the functions would refuse. */
    create(data: z.input<Schema>, options: { id?: string; ts?: number } = {}): NewJobEvent & { name: Name } {
      return { name, data: schema.parse(data), ...options };
    },
  };
}
