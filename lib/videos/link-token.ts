import { createHmac } from "node:crypto";
import { parseId } from "@/lib/core/ids";
import { isEqualSecret } from "@/lib/core/secret";
import { env } from "@/lib/platform/env";

function sign(purpose: string, text: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`${purpose}\0${text}`).digest("base64url");
}

function read(purpose: string, value: string): number | null {
  const [id = "", signature = "", ...rest] = value.split(".");
  return rest.length === 0 && isEqualSecret(signature, sign(purpose, id)) ? parseId(id) : null;
}

const inAddress = "video link";

/**
 * What the address of a link ends with. Derived from the link's number with the server's secret: it can be copied again
 * whenever somebody asks, and is stored nowhere.
 */
export function videoLinkToken(linkId: number): string {
  return `${linkId}.${sign(inAddress, String(linkId))}`;
}

/** The number of the link that an address names; null for what we did not make. */
export function readVideoLinkToken(token: string): number | null {
  return read(inAddress, token);
}

/** The address that a person is given. */
export function videoLinkUrl(linkId: number): string {
  return `${env().APP_URL}/shared/${videoLinkToken(linkId)}`;
}

const inCookie = "video link cookie";

/** What the cookie of an opened link holds: never what its address does, so that neither opens the other's door. */
export function videoLinkMark(linkId: number): string {
  return `${linkId}.${sign(inCookie, String(linkId))}`;
}

export function readVideoLinkMark(mark: string): number | null {
  return read(inCookie, mark);
}
