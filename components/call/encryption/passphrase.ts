/*
 * The passphrase of a room's encrypted calls. It lives in this tab: typed, or taken from the part of the address behind
 * `#`, which browsers send to no server. It is in no request, no cookie and no lasting storage.
 */

/** Shorter ones are found by trying. */
export const passphraseMin = 8;
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const groups = 5;
const groupLength = 5;

const keyOf = (slug: string) => `atrium.call.passphrase.${slug}`;
/** Where the storage of the tab is closed, it lasts until the page is loaded again. */
const held = new Map<string, string>();
const listeners = new Set<() => void>();

/** What was typed so far; null for nothing. */
export function readPassphrase(slug: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(slug)) ?? held.get(slug) ?? null;
  } catch {
    return held.get(slug) ?? null;
  }
}

/** Keeps it for this tab. */
export function keepPassphrase(slug: string, passphrase: string): void {
  held.set(slug, passphrase);
  try {
    sessionStorage.setItem(keyOf(slug), passphrase);
  } catch {
    // Closed storage: it is held above.
  }
  for (const listener of listeners) listener();
}

/** Runs `listener` after each change. @returns what ends it */
export function onPassphrase(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** As the key is made from it: the same for all keyboards. Null while it is too short. */
export function usablePassphrase(typed: string | null): string | null {
  const passphrase = (typed ?? "").normalize("NFC").trim();
  return [...passphrase].length >= passphraseMin ? passphrase : null;
}

/** Takes the passphrase out of an invitation's address, and the address back to what everyone may see. */
export function takeFromAddress(slug: string): void {
  const [, given] = /^#key=(.+)$/.exec(location.hash) ?? [];
  if (given === undefined) return;
  try {
    keepPassphrase(slug, decodeURIComponent(given));
  } catch {
    // A damaged link: the person types it.
  }
  // Once the page's router hears of changes of the address, and not with its own mark on it: it would take the change for
  // one of its own, and put back the address that it knows.
  setTimeout(() => history.replaceState(null, "", location.pathname + location.search));
}

/** The address of the room's call with the passphrase; for those whom one trusts with it. */
export function linkWith(slug: string, passphrase: string): string {
  return `${location.origin}/r/${encodeURIComponent(slug)}/call#key=${encodeURIComponent(passphrase)}`;
}

/** One that nobody guesses: 125 random bits, in groups that can be read out. */
export function makePassphrase(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(groups * groupLength));
  const letters = [...bytes].map((byte) => alphabet[byte % alphabet.length]!).join("");
  return (letters.match(new RegExp(`.{${groupLength}}`, "g")) ?? []).join("-");
}

/** Whether this browser can encrypt what it sends in a call; pages that are not secure can not. */
export function canEncrypt(): boolean {
  const hasTransform = "RTCRtpScriptTransform" in window || ("RTCRtpSender" in window && "createEncodedStreams" in RTCRtpSender.prototype);
  return hasTransform && window.isSecureContext && "Worker" in window;
}
