/** Why the API refused: its code, and what is wrong with which field. */
export type Refusal = { code: string; fields: Record<string, string[]> };
export type Answer<T> = { ok: true; data: T } | { ok: false; refusal: Refusal };

export type Asked = { body?: unknown; /** Sent as it is, in the place of a body. */ file?: Blob; /** The same wish again, with the same key, is done once. */ idempotencyKey?: string };

/** Asks our own API. A lost connection is a refusal with the code `lost`: nobody knows whether it arrived. */
export async function askApi<T = null>(method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE", path: string, { body, file, idempotencyKey }: Asked = {}): Promise<Answer<T>> {
  const once: Record<string, string> = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
  const sent = file ? { headers: { ...once, "content-type": "application/octet-stream" }, body: file } : body === undefined ? { headers: once } : { headers: { ...once, "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(path, { method, ...sent });
    const answer: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, data: answer as T };
    const { code = "internal", errors = {} } = answer as { code?: string; errors?: Record<string, string[]> };
    return { ok: false, refusal: { code, fields: errors } };
  } catch {
    return { ok: false, refusal: { code: "lost", fields: {} } };
  }
}
