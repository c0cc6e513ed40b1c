import { invalidFields } from "@/lib/core/errors";

/** The `Idempotency-Key` of a request, or null. @throws AppError invalid_input for one that is no key */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalidFields({ "Idempotency-Key": ["Use 1 to 200 visible ASCII characters."] });
  return key;
}
