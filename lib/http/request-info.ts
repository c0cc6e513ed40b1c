import type { Provenance } from "@/lib/authz/actor";

/** Set by our own server on every request, after it removed whatever the client sent under these names. */
export const clientAddressHeader = "x-atrium-client-address";
export const requestIdHeader = "x-request-id";

/** Where a request came from, as our server saw it: these two headers cannot be forged from outside. */
export function provenanceOf(headers: { get(name: string): string | null }): Provenance {
  return { address: headers.get(clientAddressHeader), requestId: headers.get(requestIdHeader) };
}
