import { eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { accountDeletion } from "@/db/schema/personal";
import { mistakes, tokenPurposes, type DeletionOrder } from "@/lib/accounts/contract";
import { mailedLink } from "@/lib/accounts/links";
import { deletionMail, deletionOrderedMail } from "@/lib/accounts/mails";
import { lockActiveAdmins, lockManagedPerson, type LockedPerson } from "@/lib/accounts/people-lock";
import { canLoseAdmin } from "@/lib/accounts/policy";
import { requireRecentProof } from "@/lib/accounts/proof";
import { endSessions } from "@/lib/accounts/sessions";
import { issueToken, voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { queueMail } from "@/lib/platform/mail/queue";

/**
 * A person ends their own account: it is closed at once, with every session, stream and place in a call, and deleted when
 * the time of grace is over. Until then the mailed link, and signing in on the page, undo it.
 * @throws AppError proof_required; invalid_input when the typed address is another; conflict for the last administrator
 */
export async function requestDeletion(actor: UserActor, { email, keepSharedVideos }: { email: string; keepSharedVideos: boolean }): Promise<void> {
  await transaction(async (tx) => {
    const activeAdminIds = await lockActiveAdmins(tx);
    const [person] = await tx.select().from(user).where(eq(user.id, actor.userId)).for("no key update");
    if (!person?.isActive) throw new AppError("unauthenticated");
    await requireRecentProof(tx, actor);
    if (email !== person.email) throw invalidFields({ email: [mistakes.emailDiffers] });
    authorize(canLoseAdmin(person.id, activeAdminIds));
    const dueAt = await close(tx, person, { isOwnWish: true, reason: null, keepSharedVideos });
    await recordAudit(tx, actor, { action: "account.deletion_requested", target: { type: "user", id: person.id }, details: { dueAt: dueAt.toISOString(), keepSharedVideos } });
    const { token } = await issueToken(tx, "keep", person.id);
    await queueMail(tx, deletionMail, { to: { userId: person.id }, data: { dueAt: dueAt.toISOString(), url: mailedLink("keep", person.id, token, null) } });
  });
}

/**
 * An administrator has somebody's account deleted, for a reason. The same, but only an administrator can stop it.
 * @throws AppError unauthenticated, forbidden, not_found; conflict for the last administrator, and when it is under way
 */
export async function orderDeletion(actor: Actor, personId: number, { reason, keepSharedVideos }: DeletionOrder): Promise<void> {
  await transaction(async (tx) => {
    const { person, activeAdminIds } = await lockManagedPerson(tx, actor, personId);
    authorize(canLoseAdmin(personId, activeAdminIds));
    const dueAt = await close(tx, person, { isOwnWish: false, reason, keepSharedVideos });
    await recordAudit(tx, actor, { action: "account.deletion_ordered", target: { type: "user", id: personId }, details: { reason, dueAt: dueAt.toISOString(), keepSharedVideos } });
    await queueMail(tx, deletionOrderedMail, { to: { userId: personId }, data: { dueAt: dueAt.toISOString(), reason } });
  });
}

async function close(tx: Tx, person: LockedPerson, wish: { isOwnWish: boolean; reason: string | null; keepSharedVideos: boolean }): Promise<Date> {
  const [made] = await tx
    .insert(accountDeletion)
    .values({ userId: person.id, dueAt: sql`now() + make_interval(secs => ${settings.deletionGraceSeconds})`, wasActive: person.isActive, ...wish })
    .onConflictDoNothing()
    .returning({ dueAt: accountDeletion.dueAt });
  if (!made) throw new AppError("conflict", "This account is being deleted already.");
  // As in a deactivation: an old link must not switch an account on that was never confirmed.
  await tx.update(user).set({ isActive: false, emailVerifiedAt: person.emailVerifiedAt ?? sql`now()`, updatedAt: sql`now()` }).where(eq(user.id, person.id));
  for (const purpose of tokenPurposes) await voidTokens(tx, purpose, person.id);
  await endSessions(tx, eq(session.userId, person.id));
  return made.dueAt;
}
