import type { Tx } from "@/db/client";
import { mailedLink } from "@/lib/accounts/links";
import { invitationMail } from "@/lib/accounts/mails";
import { issueToken, voidTokens } from "@/lib/accounts/tokens";
import type { UserActor } from "@/lib/authz/actor";
import { queueMail } from "@/lib/platform/mail/queue";

/** Mails the link that opens an account that was made for somebody. Links of earlier mails stop working. Authorization and limits are the caller's. */
export async function mailInvitation(tx: Tx, inviter: UserActor, personId: number): Promise<void> {
  await voidTokens(tx, "invite", personId);
  const { token } = await issueToken(tx, "invite", personId);
  await queueMail(tx, invitationMail, { to: { userId: personId }, data: { url: mailedLink("invite", personId, token, null), name: inviter.name } });
}
