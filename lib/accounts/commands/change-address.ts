import { createHmac } from "node:crypto";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { passkey, userRecoveryCode, userTotp } from "@/db/schema/factors";
import { addressChange } from "@/db/schema/personal";
import { addressKey } from "@/lib/accounts/address-key";
import { mistakes } from "@/lib/accounts/contract";
import { restoreLeaving } from "@/lib/accounts/commands/undo-deletion";
import { decodeUid, encodeUid, mailedLink } from "@/lib/accounts/links";
import { addressAskedMail, addressChangedMail, addressConfirmMail, addressTakenMail, resetMail } from "@/lib/accounts/mails";
import { canActivate } from "@/lib/accounts/policy";
import { requireRecentProof } from "@/lib/accounts/proof";
import { endSessions } from "@/lib/accounts/sessions";
import { issueToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { hashToken, randomToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { consumeLimit } from "@/lib/platform/limiter";
import { queueMail } from "@/lib/platform/mail/queue";

type Person = typeof user.$inferSelect;
const refusal = () => new AppError("invalid_input", "This link is wrong, was used, or has expired.");
const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
const readerOf = ({ locale, timeZone }: Person, email: string) => ({ email, locale, timeZone });

const confirmHashOf = (userId: number, token: string) => hashToken(`email_confirm:${userId}`, token);
const revertHashOf = (userId: number, token: string) => hashToken(`email_revert:${userId}`, token);
/** The same link stands in both mails to the old address, and is stored nowhere: made from what only this change has. */
const revertTokenOf = (confirmHash: string) => createHmac("sha256", env().AUTH_SECRET).update(`email revert\0${confirmHash}`).digest("base64url");
const linkTo = (page: string, userId: number, token: string) => `${env().APP_URL}/${page}/${encodeUid(userId)}/${token}`;

/**
 * Begins the change of one's address: the new one gets a link that confirms it, the old one a link that stops it. Nothing
 * changes before. Where the new one has an account already the answer is the same, and only its mailbox hears why nothing
 * will happen. @throws AppError proof_required; rate_limited; invalid_input for one's own address
 */
export async function requestAddressChange(actor: UserActor, newEmail: string): Promise<void> {
  await consumeLimit("changeAddressPerUser", `u${actor.userId}`);
  await consumeLimit("mailPerRecipient", addressKey(newEmail));
  await transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, actor.userId)).for("no key update");
    if (!person) throw new AppError("unauthenticated");
    await requireRecentProof(tx, actor);
    if (person.email === newEmail) throw invalidFields({ email: [mistakes.emailSame] });
    const holder = await holderOf(tx, newEmail);
    await endWaiting(tx, person.id);
    const token = randomToken();
    const confirmHash = confirmHashOf(person.id, token);
    const revertToken = revertTokenOf(confirmHash);
    const until = inSeconds(settings.addressChangeSeconds);
    await tx.insert(addressChange).values({
      userId: person.id, sessionId: actor.sessionId, oldEmail: person.email, newEmail,
      confirmHash: holder ? null : confirmHash, confirmUntil: until, revertHash: revertHashOf(person.id, revertToken), revertUntil: until,
    });
    await recordAudit(tx, actor, { action: "account.address_change_requested", target: { type: "user", id: person.id } });
    if (holder) await queueMail(tx, addressTakenMail, { to: { userId: holder.id }, data: {} });
    else await queueMail(tx, addressConfirmMail, { to: readerOf(person, newEmail), data: { url: linkTo("confirm-address", person.id, token) } });
    await queueMail(tx, addressAskedMail, { to: readerOf(person, person.email), data: { email: newEmail, url: linkTo("undo-address", person.id, revertToken) } });
  });
}

/** Who has an address for good; an account that was never confirmed holds none. */
async function holderOf(tx: Tx, email: string): Promise<Person | null> {
  const [found] = await tx.select().from(user).where(eq(user.email, email));
  return found && !canActivate(found) ? found : null;
}

async function endWaiting(tx: Tx, userId: number): Promise<number> {
  const ended = await tx
    .update(addressChange)
    .set({ endedAt: sql`now()` })
    .where(and(eq(addressChange.userId, userId), isNull(addressChange.confirmedAt), isNull(addressChange.endedAt)))
    .returning({ id: addressChange.id });
  return ended.length;
}

/** Takes one's own waiting change back. @throws AppError unauthenticated */
export async function cancelAddressChange(actor: Actor): Promise<void> {
  const { userId } = requireUser(actor);
  await transaction(async (tx) => {
    if ((await endWaiting(tx, userId)) > 0) await recordAudit(tx, actor, { action: "account.address_change_cancelled", target: { type: "user", id: userId } });
  });
}

/** An account that somebody made with the address and never confirmed gives way to who reads the mailbox. */
async function takeAddress(tx: Tx, userId: number, email: string): Promise<boolean> {
  await tx.delete(user).where(and(eq(user.email, email), eq(user.isActive, false), isNull(user.emailVerifiedAt)));
  const [taken] = await tx.select({ id: user.id }).from(user).where(and(eq(user.email, email), ne(user.id, userId)));
  if (taken) return false;
  await tx.update(user).set({ email, emailVerifiedAt: sql`now()`, updatedAt: sql`now()` }).where(eq(user.id, userId));
  return true;
}

/**
 * Makes the new address the account's, for whoever reads its mailbox. Every session but the one that asked ends, open
 * links to the old mailbox are good for nothing, and the old one hears of it, with the way back.
 * @throws AppError invalid_input for a link that is wrong, used, expired, or whose address was taken meanwhile
 */
export async function confirmAddress(actor: Actor, uid: string, token: string): Promise<void> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  await transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, userId)).for("update");
    const confirmHash = confirmHashOf(userId, token);
    const [change] = await tx
      .update(addressChange)
      .set({ confirmedAt: sql`now()`, revertUntil: inSeconds(settings.addressRevertSeconds) })
      .where(and(eq(addressChange.confirmHash, confirmHash), eq(addressChange.userId, userId), isNull(addressChange.confirmedAt), isNull(addressChange.endedAt), gt(addressChange.confirmUntil, sql`now()`)))
      .returning();
    if (!person?.isActive || !change || change.oldEmail !== person.email || !(await takeAddress(tx, userId, change.newEmail))) throw refusal();
    await Promise.all([voidTokens(tx, "reset", userId), voidTokens(tx, "activate", userId)]);
    const ended = await endSessions(tx, and(eq(session.userId, userId), change.sessionId === null ? undefined : ne(session.id, change.sessionId)));
    await recordAudit(tx, actor, { action: "account.address_changed", target: { type: "user", id: userId }, details: { endedSessions: ended.length } });
    const url = linkTo("undo-address", userId, revertTokenOf(confirmHash));
    await queueMail(tx, addressChangedMail, { to: readerOf(person, change.oldEmail), data: { email: change.newEmail, url } });
  });
}

/**
 * "This was not me", from the old mailbox: stops the change or puts the old address back, and closes the account to whoever
 * asked for it. Every session ends, the password is void, factors that came since are removed, and so are all recovery
 * codes, which whoever was in the account could have renewed or seen; a deletion that was begun is stopped; a link for a
 * new password is mailed. Answers whether an address was put back.
 * @throws AppError invalid_input for a link that is wrong, used or too old; conflict when the old address has another account by now
 */
export async function undoAddressChange(actor: Actor, uid: string, token: string): Promise<boolean> {
  const userId = decodeUid(uid);
  if (userId === null) throw refusal();
  return transaction(async (tx) => {
    const [person] = await tx.select().from(user).where(eq(user.id, userId)).for("update");
    const [change] = await tx
      .select()
      .from(addressChange)
      .where(and(eq(addressChange.revertHash, revertHashOf(userId, token)), eq(addressChange.userId, userId), isNull(addressChange.endedAt), gt(addressChange.revertUntil, sql`now()`)));
    if (!person || !change) throw refusal();
    const isBack = person.email !== change.oldEmail;
    if (isBack && !(await takeAddress(tx, userId, change.oldEmail))) throw new AppError("conflict", mistakes.addressTakenBack);
    // This change and every one after it: whoever made them was not the person whose mailbox this is.
    await tx.update(addressChange).set({ endedAt: sql`now()` }).where(and(eq(addressChange.userId, userId), isNull(addressChange.endedAt)));
    await tx.update(user).set({ passwordHash: null, updatedAt: sql`now()` }).where(eq(user.id, userId));
    await tx.delete(passkey).where(and(eq(passkey.userId, userId), gt(passkey.createdAt, change.createdAt)));
    await tx.delete(userTotp).where(and(eq(userTotp.userId, userId), gt(userTotp.createdAt, change.createdAt)));
    await tx.delete(userRecoveryCode).where(eq(userRecoveryCode.userId, userId));
    const ended = await endSessions(tx, eq(session.userId, userId));
    await restoreLeaving(tx, userId);
    await recordAudit(tx, actor, { action: "account.address_change_undone", target: { type: "user", id: userId }, details: { putBack: isBack, endedSessions: ended.length } });
    const { token: reset } = await issueToken(tx, "reset", userId);
    await queueMail(tx, resetMail, { to: { userId }, data: { url: mailedLink("reset", userId, reset, null) } });
    return isBack;
  });
}
