import type { Transport } from "@/inngest/engine/protocol";

/** Only a name: the in-process handler wants an absolute address, nothing listens there. */
export const IN_PROCESS_URL = "http://engine.localhost/api/inngest";

/**
 * Calls the SDK's fetch-style handler (`serve` of inngest/edge) in this process: no port, no signature question, and
 * none of HTTP's time limits on a step that takes an hour.
 */
export function inProcess(handler: (request: Request) => Response | Promise<Response>): Transport {
  return async (method, url, headers, body) => {
    const request = new Request(url, { method, headers: { ...headers, host: new URL(url).host }, body });
    const response = await handler(request);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}
