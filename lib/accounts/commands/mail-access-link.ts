import { transaction } from "@/db/client";
import { addressKey } from "@/lib/accounts/address-key";
import { mailInvitation } from "@/lib/accounts/invitations";
import { mailedLink } from "@/lib/accounts/links";
import { activationMail, resetMail } from "@/lib/accounts/mails";
import { lockManagedPerson } from "@/lib/accounts/people-lock";
import { accessLinkFor } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { consumeLimit } from "@/lib/platform/limiter";
import { queueMail } from "@/lib/platform/mail/queue";

/**
 * Mails somebody the link that helps them in: for a new password, to confirm their address, or the invitation again. The administrator never
 * sees the link. @throws AppError unauthenticated, forbidden, not_found, conflict for an account that is switched off, rate_limited
 */
export async function mailAccessLink(actor: Actor, personId: number): Promise<void> {
  await transaction(async (tx) => {
    const { person } = await lockManagedPerson(tx, actor, personId);
    const purpose = accessLinkFor(person);
    if (purpose === null) throw new AppError("conflict", "This account is switched off.");
    await consumeLimit("mailPerRecipient", addressKey(person.email));
    if (purpose === "invite") await mailInvitation(tx, requireUser(actor), personId);
    else {
      const { token } = await issueToken(tx, purpose, personId);
      const mail = { to: { userId: personId }, data: { url: mailedLink(purpose, personId, token, null) } };
      await queueMail(tx, purpose === "reset" ? resetMail : activationMail, mail);
    }
    await recordAudit(tx, actor, { action: "account.link_mailed", target: { type: "user", id: personId }, details: { purpose } });
  });
}
