import { eq } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { offerToKeep } from "@/lib/accounts/deletions";
import { canSignIn } from "@/lib/accounts/policy";
import { countCodeAttempt, forgetCodeFailures, hasAuthenticator, takeCode } from "@/lib/accounts/second-factor";
import { openSession, type OpenedSession } from "@/lib/accounts/sessions";
import { countSignInAttempt } from "@/lib/accounts/sign-in-limits";
import { openTicket, passwordMark, sealTicket } from "@/lib/accounts/sign-in-ticket";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { giveBack } from "@/lib/platform/limiter";
import { verifyPassword } from "@/lib/platform/password";

type Person = typeof user.$inferSelect;
export type Credentials = {
  email: string;
  password: string;
  userAgent: string | null;
  /** Told, instead of the refusal, to a page whose person closed their account and may still keep it: the path of the page where. */
  onLeaving?: (path: string) => void;
};
export type SignedIn = OpenedSession & { name: string; email: string; locale: Person["locale"] };
/** Either a session, or the ticket for `finishSignIn`: the password was right, and a code is asked for. */
export type SignInStep = { signedIn: SignedIn } | { ticket: string };

/**
 * Opens a session for the right pair of an active account; where a second factor is on, answers a ticket for the next
 * step. A wrong pair, an unknown address and an inactive account are refused alike, after one comparison each, and never
 * tell of a factor. Attempts count as failures until they succeed, so that many at once do not slip through.
 * @throws AppError unauthenticated; rate_limited, for a device, an address or the client's address
 */
export async function beginSignIn(actor: Actor, credentials: Credentials): Promise<SignInStep> {
  const person = await checkPassword(actor, credentials);
  if (await hasAuthenticator(db(), person.id)) return { ticket: sealTicket(person) };
  return {
    signedIn: await transaction(async (tx) => {
      const now = await lockForSignIn(tx, { id: person.id, mark: passwordMark(person) });
      // Switched on during the comparison.
      if (await hasAuthenticator(tx, person.id)) throw new AppError("otp_required", otpRefusal());
      return enter(tx, actor, now, credentials.userAgent, ["password"]);
    }),
  };
}

/**
 * The second step: the code of an app, or a recovery code, from somebody who holds a ticket. The ticket is good for ten
 * minutes and for the password that it was given for.
 * @throws AppError otp_required for a code that is wrong, used or old; rate_limited; unauthenticated when the ticket is
 * no longer good
 */
export async function finishSignIn(actor: Actor, { ticket, code, userAgent }: { ticket: string; code: string; userAgent: string | null }): Promise<SignedIn> {
  const proven = openTicket(ticket);
  if (!proven) throw new AppError("unauthenticated", "invalid credentials");
  await countCodeAttempt(actor, proven.id, code);
  const { signedIn, kind } = await transaction(async (tx) => {
    const person = await lockForSignIn(tx, proven);
    const kind = await takeCode(tx, person.id, code);
    return { kind, signedIn: kind && (await enter(tx, actor, person, userAgent, kind === "off" ? ["password"] : ["password", kind])) };
  });
  if (!signedIn) {
    await recordAudit(db(), actor, { action: "session.code_refused", target: { type: "user", id: proven.id } });
    throw new AppError("otp_required", otpRefusal("The code is wrong, was used already, or is too old."));
  }
  await forgetCodeFailures(proven.id);
  if (kind === "recovery") await giveBack("recoveryCodeFailuresPerClient", actor.address ?? "unknown");
  return signedIn;
}

/** Both steps at once, for programs: without a code where one is needed, the answer is otp_required. @throws AppError as beginSignIn and finishSignIn */
export async function signIn(actor: Actor, { code = null, ...credentials }: Credentials & { code?: string | null }): Promise<SignedIn> {
  const step = await beginSignIn(actor, credentials);
  if ("signedIn" in step) return step.signedIn;
  if (code === null) throw new AppError("otp_required", otpRefusal());
  return finishSignIn(actor, { ticket: step.ticket, code, userAgent: credentials.userAgent });
}

/** The code in the body is how clients know that the password was right. */
const otpRefusal = (detail?: string) => ({ ...(detail === undefined ? {} : { detail }), extra: { code: "otp_required" } });

async function checkPassword(actor: Actor, credentials: Credentials): Promise<Person> {
  const email = credentials.email.trim().toLowerCase();
  const person = await findPerson(email);
  const attempt = await countSignInAttempt(actor, email, person?.id);
  const matches = await comparePassword(person?.passwordHash, credentials.password);
  if (!person || !matches || !canSignIn(person)) {
    await recordRefusal(actor, person?.id, email);
    const keep = person && matches && credentials.onLeaving ? await offerToKeep(person.id) : null;
    if (keep !== null) credentials.onLeaving?.(keep);
    throw new AppError("unauthenticated", "invalid credentials");
  }
  await attempt.forgive();
  return person;
}

/** An administrator may have switched the account off since the comparison, or the password may be another one: that one waits for us, or we see it here. */
async function lockForSignIn(tx: Tx, proven: { id: number; mark: string }): Promise<Person> {
  const [now] = await tx.select().from(user).where(eq(user.id, proven.id)).for("share");
  if (!now || !canSignIn(now) || passwordMark(now) !== proven.mark) throw new AppError("unauthenticated", "invalid credentials");
  return now;
}

async function enter(tx: Tx, actor: Actor, person: Person, userAgent: string | null, by: string[]): Promise<SignedIn> {
  const opened = await openSession(tx, person.id, { address: actor.address, userAgent });
  await recordAudit(tx, actor, { action: "session.started", target: { type: "user", id: person.id }, details: { sessionId: opened.sessionId, by } });
  return { ...opened, name: person.name, email: person.email, locale: person.locale };
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
