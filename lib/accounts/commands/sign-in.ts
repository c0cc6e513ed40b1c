import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { canSignIn } from "@/lib/accounts/policy";
import { openSession, type OpenedSession } from "@/lib/accounts/sessions";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { consumeLimit, forgetFailures, giveBack } from "@/lib/platform/limiter";
import { verifyPassword } from "@/lib/platform/password";

export type Credentials = { email: string; password: string; userAgent: string | null };
export type SignedIn = OpenedSession & { name: string; email: string; locale: typeof user.$inferSelect.locale };

/**
 * Opens a session for the right pair of an active account. A wrong pair, an unknown address and an inactive account are
 * refused alike, after one comparison each. Attempts count as failures until they succeed, so that many at once do not
 * slip through. @throws AppError unauthenticated; rate_limited, for an address or for the client's address
 */
export async function signIn(actor: Actor, credentials: Credentials): Promise<SignedIn> {
  const email = credentials.email.trim().toLowerCase();
  const client = actor.address ?? "unknown";
  await consumeLimit("signInFailuresPerClient", client);
  await consumeLimit("signInFailuresPerAddress", addressKey(email));
  const person = await findPerson(email);
  const matches = await comparePassword(person?.passwordHash, credentials.password);
  if (!person || !matches || !canSignIn(person)) {
    await recordRefusal(actor, person?.id, email);
    throw new AppError("unauthenticated", "invalid credentials");
  }
  await Promise.all([forgetFailures("signInFailuresPerAddress", addressKey(email)), giveBack("signInFailuresPerClient", client)]);
  return transaction(async (tx) => {
    // An administrator may have switched the account off during the comparison: that one waits for us, or we see it here.
    const [now] = await tx.select({ isActive: user.isActive }).from(user).where(eq(user.id, person.id)).for("share");
    if (!now || !canSignIn(now)) throw new AppError("unauthenticated", "invalid credentials");
    const opened = await openSession(tx, person.id, { address: actor.address, userAgent: credentials.userAgent });
    await recordAudit(tx, actor, { action: "session.started", target: { type: "user", id: person.id }, details: { sessionId: opened.sessionId } });
    return { ...opened, name: person.name, email: person.email, locale: person.locale };
  });
}

/** An address that has no account is kept as its hash: what people type there may be anything. One row either way. */
async function recordRefusal(actor: Actor, userId: number | undefined, email: string): Promise<void> {
  await recordAudit(db(), actor, {
    action: "session.refused",
    ...(userId === undefined ? {} : { target: { type: "user", id: userId } }),
    details: userId === undefined ? { addressHash: addressKey(email) } : {},
  });
}

async function findPerson(email: string) {
  // Postgres refuses NUL in a text; no address has one.
  if (email.includes("\0")) return undefined;
  const [person] = await db().select().from(user).where(eq(user.email, email));
  return person;
}

/** A text that can be no password costs the same comparison, and is not hashed at its length. */
function comparePassword(hash: string | null | undefined, password: string): Promise<boolean> {
  const isPossible = password.length <= settings.passwordMaxLength * 16;
  return verifyPassword(isPossible ? hash : null, isPossible ? password.normalize("NFC") : "");
}
