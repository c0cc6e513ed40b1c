export type VideoRefusal = { code: string; fields: Record<string, string[]> };
export type VideoAnswer<T> = { ok: true; data: T } | { ok: false; refusal: VideoRefusal };

type Asked = { body?: unknown; /** Sent as it is, in the place of a body. */ file?: Blob };

/** Asks the API of one video. A lost connection is a refusal with the code `lost`: nobody knows whether it arrived. */
export async function askVideo<T = null>(videoId: number, method: "POST" | "PATCH" | "PUT" | "DELETE", path: string, { body, file }: Asked = {}): Promise<VideoAnswer<T>> {
  const sent = file ? { headers: { "content-type": "application/octet-stream" }, body: file } : body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/api/video/${videoId}/${path}`, { method, ...sent });
    const answer: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, data: answer as T };
    const { code = "internal", errors = {} } = answer as { code?: string; errors?: Record<string, string[]> };
    return { ok: false, refusal: { code, fields: errors } };
  } catch {
    return { ok: false, refusal: { code: "lost", fields: {} } };
  }
}
