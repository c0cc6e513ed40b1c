import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/platform/env";

/** Names the way of encrypting in front of each sealed text, so that another can come beside it later. */
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** One key a purpose: what was sealed for one never opens as another. */
function keyFor(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "atrium seal", purpose, 32));
}

/** Encrypts a text that must be readable again (a hash would do for all else): AES-256-GCM under a key from AUTH_SECRET. */
export function seal(purpose: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** The text again; null when it was altered, sealed for another purpose, or under another AUTH_SECRET. */
export function unseal(purpose: string, sealed: string): string | null {
  const [given, encoded] = sealed.split(".");
  if (given !== version || !encoded) return null;
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    // GCM says no for a wrong key and for altered bytes alike.
    return null;
  }
}
