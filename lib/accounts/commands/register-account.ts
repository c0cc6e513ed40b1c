import { and, eq, isNull, ne, notExists, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { accountToken, user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import type { Locale } from "@/lib/accounts/contract";
import { mailedLink } from "@/lib/accounts/links";
import { activationMail, knownAddressMail, resetMail } from "@/lib/accounts/mails";
import { canActivate, nameFromEmail, passwordMistake } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { invalidFields, isAppError } from "@/lib/core/errors";
import { consumeLimit } from "@/lib/platform/limiter";
import { deliverMail } from "@/lib/platform/mail/mailer";
import { hashPassword } from "@/lib/platform/password";

export type Registration = { email: string; password: string; name?: string | undefined };
export type RegistrationContext = { locale: Locale; requestOrigin: string | null };

type Person = typeof user.$inferSelect;
/** `tokenId` only for an account that was made here: it goes again when its mail is not taken. */
type Registered = { id: number; deliver: () => Promise<void>; isMailed: () => Promise<boolean>; tokenId?: number };

/**
 * Makes an account that waits for its activation, and mails the link. An address that is known already gets the same
 * answer, with an id from the same sequence and after the same work, and a mail that says so; nothing of the account
 * changes. The mail is handed over outside the transaction; when it is not taken, the new account is removed again.
 * @throws AppError invalid_input by field; unavailable when the mail was not taken
 */
export async function registerAccount(actor: Actor, input: Registration, context: RegistrationContext): Promise<{ id: number; email: string }> {
  const mistake = passwordMistake(input.password, input.email);
  if (mistake) throw invalidFields({ password: [mistake] });
  const passwordHash = await hashPassword(input.password);
  const registered = await transaction(async (tx) => {
    const id = await nextUserId(tx);
    const [made] = await tx
      .insert(user)
      .overridingSystemValue()
      .values({ id, email: input.email, name: input.name ?? nameFromEmail(input.email), passwordHash, locale: context.locale })
      .onConflictDoNothing()
      .returning();
    return made ? registerNew(tx, actor, made, context) : registerKnown(tx, actor, id, input.email, context);
  });
  if (await registered.isMailed()) await mailOrUndo(registered);
  return { id: registered.id, email: input.email };
}

const readerOf = ({ id, email, locale, timeZone }: Person) => ({ userId: id, email, locale, timeZone });

/** Every call takes one number of the sequence, whether it makes an account or not. */
async function nextUserId(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ id: string }>(sql`select nextval(pg_get_serial_sequence('"user"', 'id')) as id`);
  return Number(row!.id);
}

async function registerNew(tx: Tx, actor: Actor, made: Person, context: RegistrationContext): Promise<Registered> {
  const { id: tokenId, token } = await issueToken(tx, "activate", made.id);
  await recordAudit(tx, actor, { action: "account.registered", target: { type: "user", id: made.id } });
  const url = mailedLink("activate", made.id, token, context.requestOrigin);
  // Counted as for a known address, and sent whatever the count says: without it the account could never be opened.
  const isMailed = async () => (await isMailAllowed(made.email)) || true;
  return { id: made.id, tokenId, deliver: () => deliverMail(activationMail, readerOf(made), { url }), isMailed };
}

async function registerKnown(tx: Tx, actor: Actor, id: number, email: string, context: RegistrationContext): Promise<Registered> {
  const isMailed = () => isMailAllowed(email);
  const [known] = await tx.select().from(user).where(eq(user.email, email));
  // Removed between the insert and this line: as if it had come a moment earlier, when the address was known.
  if (!known) return { id, deliver: () => deliverMail(knownAddressMail, { userId: null, email, locale: context.locale, timeZone: "UTC" }, {}), isMailed };
  await recordAudit(tx, actor, { action: "account.registered_again", target: { type: "user", id: known.id } });
  if (!canActivate(known)) return { id, deliver: () => deliverMail(knownAddressMail, readerOf(known), {}), isMailed };
  // Somebody who was invited has no password yet: an activated account could not be entered.
  const purpose = known.passwordHash === null ? "reset" : "activate";
  const { token } = await issueToken(tx, purpose, known.id);
  const url = mailedLink(purpose, known.id, token, context.requestOrigin);
  return { id, deliver: () => deliverMail(purpose === "reset" ? resetMail : activationMail, readerOf(known), { url }), isMailed };
}

/** Bounds the mails to one mailbox without telling the asker. */
async function isMailAllowed(email: string): Promise<boolean> {
  try {
    await consumeLimit("mailPerRecipient", addressKey(email));
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return false;
    throw error;
  }
}

async function mailOrUndo(registered: Registered): Promise<void> {
  try {
    await registered.deliver();
  } catch (error) {
    if (registered.tokenId !== undefined) await removeAccount(registered.id, registered.tokenId);
    throw error;
  }
}

/** Not when another link for it went out meanwhile: that one works. */
async function removeAccount(userId: number, tokenId: number): Promise<void> {
  const otherLink = db().select({ one: sql`1` }).from(accountToken).where(and(eq(accountToken.userId, userId), ne(accountToken.id, tokenId)));
  await db().delete(user).where(and(eq(user.id, userId), eq(user.isActive, false), isNull(user.emailVerifiedAt), notExists(otherLink)));
}
