import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits, URL-safe without padding. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token: its SHA-256 bound to the purpose, so that one kind never passes as another. */
export function hashToken(purpose: string, token: string): string {
  return createHash("sha256").update(`${purpose}\0${token}`).digest("base64url");
}

/** Compares in constant time whatever the lengths are: both sides are hashed first. */
export function isEqualSecret(a: string, b: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
