import { Secret, TOTP } from "otpauth";

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, thirty seconds. */
const parameters = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const issuer = "Atrium";
/** Clocks of phones are a little off, and typing takes a while: one step before and after. */
const window = 1;

/** 160 random bits in base32, as RFC 4226 asks. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code says: the secret with the names that the app shows. */
export function totpAddress(secret: string, account: string): string {
  return new TOTP({ ...parameters, issuer, label: account, secret: Secret.fromBase32(secret) }).toString();
}

/**
 * The time step that a code belongs to, when it is right now and newer than `lastStep`; else null. Whoever takes a code
 * writes its step down, so that the same code, or one before it, is never taken again (RFC 6238, 5.2).
 */
export function matchingStep(secret: string, code: string, lastStep: number, nowMs: number = Date.now()): number | null {
  const delta = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) }).validate({ token: code, timestamp: nowMs, window });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1000 / parameters.period) + delta;
  return step > lastStep ? step : null;
}
