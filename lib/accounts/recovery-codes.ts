import { randomBytes } from "node:crypto";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { userRecoveryCode } from "@/db/schema/factors";
import { hashToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";

/** Crockford's base32: no letter that looks like a figure. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const codeLength = 16;

/** 80 bits, so that even a copy of the database gives none away, e.g. `7k2m-x9qd-p4wz-h81c`. */
function randomCode(): string {
  const letters = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length]).join("");
  return letters.match(/.{4}/g)!.join("-");
}

/** The code that somebody typed, without what they may have changed: case, dashes, look-alikes. Null for what can be none. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.slice(0, 100).toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
  return letters.length === codeLength && [...letters].every((letter) => alphabet.includes(letter)) ? letters : null;
}

const hashOf = (userId: number, code: string) => hashToken(`recovery code:${userId}`, code.replaceAll("-", ""));

/** Ten new codes in place of all earlier ones. They exist nowhere else: only their hashes are stored. */
export async function replaceRecoveryCodes(tx: Tx, userId: number): Promise<string[]> {
  const codes = Array.from({ length: settings.recoveryCodes }, randomCode);
  await tx.delete(userRecoveryCode).where(eq(userRecoveryCode.userId, userId));
  await tx.insert(userRecoveryCode).values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })));
  return codes;
}

/** Uses a code up, once, whoever comes first. */
export async function redeemRecoveryCode(tx: Tx, userId: number, code: string): Promise<boolean> {
  const used = await tx
    .update(userRecoveryCode)
    .set({ usedAt: sql`now()` })
    .where(and(eq(userRecoveryCode.userId, userId), eq(userRecoveryCode.codeHash, hashOf(userId, code)), isNull(userRecoveryCode.usedAt)))
    .returning({ userId: userRecoveryCode.userId });
  return used.length === 1;
}

/** How many are left. */
export async function countRecoveryCodes(on: Executor, userId: number): Promise<number> {
  const [row] = await on.select({ left: count() }).from(userRecoveryCode).where(and(eq(userRecoveryCode.userId, userId), isNull(userRecoveryCode.usedAt)));
  return row?.left ?? 0;
}
