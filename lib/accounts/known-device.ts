import { createHmac, hkdfSync, randomUUID } from "node:crypto";
import { isEqualSecret } from "@/lib/core/secret";
import { env } from "@/lib/platform/env";

/*
 * A browser in which a person has signed in before holds a mark of it. Attempts from there have a counter of their own,
 * so that strangers who guess cannot lock the person out of the devices they use (the "device cookie" of OWASP). It opens
 * nothing: the password is asked as ever.
 */

function macOf(text: string): string {
  const key = Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", "atrium known device", 32));
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** A new mark for the browser that has just signed in as this person. */
export function markDevice(userId: number): string {
  const text = `${userId}.${randomUUID()}`;
  return `${text}.${macOf(text)}`;
}

/** The device among a request's marks that is this person's; null where there is none that we made for them. */
export function deviceOf(userId: number, marks: readonly string[]): string | null {
  for (const mark of marks) {
    const [owner = "", device = "", mac = "", ...rest] = mark.split(".");
    if (rest.length === 0 && owner === String(userId) && isEqualSecret(mac, macOf(`${owner}.${device}`))) return device;
  }
  return null;
}
