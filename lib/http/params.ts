import { z } from "zod";
import { idPattern, parseId } from "@/lib/core/ids";
import { settings } from "@/lib/core/settings";

/** An id in a path: the number in its only spelling. Anything else names nothing, which is 404. */
export const idParam = z
  .string()
  .regex(idPattern)
  .refine((text) => parseId(text) !== null)
  .transform(Number);

/** `?limit=` of the public lists: what is no number or out of range becomes the nearest that is allowed, never an error. */
export const limitQuery = z
  .string()
  .optional()
  .transform((text) => {
    const wished = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : settings.pageLimitDefault;
    return wished === 0 ? settings.pageLimitDefault : Math.min(wished, settings.pageLimitMax);
  });

/** A whole number of 0 or more in a query; what is none counts as absent. */
export const optionalCount = z
  .string()
  .optional()
  .transform((text) => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined));

/** The form of the public lists; `next` and `previous` are absolute addresses. */
export function pageSchema<S extends z.ZodType>(item: S) {
  return z.object({ count: z.int(), next: z.string().nullable(), previous: z.string().nullable(), results: z.array(item) });
}
