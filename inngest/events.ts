import { eventType } from "inngest";
import type { z } from "zod";
import type { defineJobEvent } from "@/lib/core/job-event";

type Declared<Name extends string, Schema extends z.ZodType<Record<string, unknown>, Record<string, unknown>>> = ReturnType<typeof defineJobEvent<Name, Schema>>;

/** The trigger of an event that a domain's contract declares: one name and one schema on both sides. */
export function trigger<const Name extends string, Schema extends z.ZodType<Record<string, unknown>, Record<string, unknown>>>(event: Declared<Name, Schema>) {
  return eventType<Name, Schema>(event.name, { schema: event.schema as never });
}
