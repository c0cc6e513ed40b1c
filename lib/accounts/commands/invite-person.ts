import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { mistakes, type Invitation } from "@/lib/accounts/contract";
import { mailInvitation } from "@/lib/accounts/invitations";
import { lockActiveAdmins } from "@/lib/accounts/people-lock";
import { canInvitePeople, nameFromEmail } from "@/lib/accounts/policy";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { consumeLimit } from "@/lib/platform/limiter";

/**
 * Makes an account for an address, with its role, and mails the link that opens it: its person chooses name and password
 * there. The administrator never sees the link. Answers the new person's id.
 * @throws AppError unauthenticated, forbidden, invalid_input for an address that has an account, rate_limited
 */
export async function invitePerson(actor: Actor, { email, role, locale }: Invitation): Promise<{ id: number }> {
  authorize(canInvitePeople(actor));
  const inviter = requireUser(actor);
  await consumeLimit("invitePersonPerUser", inviter.userId);
  return transaction(async (tx) => {
    // Still an administrator, whatever the request said when it came.
    if (!(await lockActiveAdmins(tx)).includes(inviter.userId)) throw new AppError("forbidden");
    const [made] = await tx.insert(user).values({ email, name: nameFromEmail(email), role, locale }).onConflictDoNothing().returning({ id: user.id });
    if (!made) throw invalidFields({ email: [mistakes.emailKnown] });
    await consumeLimit("mailPerRecipient", addressKey(email));
    await mailInvitation(tx, inviter, made.id);
    await recordAudit(tx, actor, { action: "account.invited", target: { type: "user", id: made.id }, details: { role } });
    return made;
  });
}
