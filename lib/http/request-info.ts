import type { Provenance } from "@/lib/authz/actor";

/** Set by our own server on every request, after it removed whatever the client sent under these names. */
export const clientAddressHeader = "x-atrium-client-address";
export const requestIdHeader = "x-request-id";

/** Cookies of these names say who has signed in in this browser before, one a person. */
export const deviceCookiePrefix = "known_device_";
/** More people than that do not share a browser. */
const maxDeviceMarks = 20;

function deviceMarksIn(cookies: string | null): string[] {
  const marks = (cookies ?? "").split(";").map((pair) => pair.trim()).filter((pair) => pair.startsWith(deviceCookiePrefix));
  return marks.slice(0, maxDeviceMarks).map((pair) => pair.slice(pair.indexOf("=") + 1));
}

/** Where a request came from: the first two as our server saw it (these headers cannot be forged from outside), the marks as the browser sent them. */
export function provenanceOf(headers: { get(name: string): string | null }): Provenance {
  const deviceMarks = deviceMarksIn(headers.get("cookie"));
  return { address: headers.get(clientAddressHeader), requestId: headers.get(requestIdHeader), ...(deviceMarks.length > 0 ? { deviceMarks } : {}) };
}
