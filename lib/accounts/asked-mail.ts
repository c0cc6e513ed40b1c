import type { Tx } from "@/db/client";
import { addressKey } from "@/lib/accounts/address-key";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";

/** Somebody asked for a link to be mailed: to whom, or to the hash of what is nobody's address. Bounded by the limit on mails to one mailbox. */
export async function recordAskedMail(tx: Tx, actor: Actor, action: "account.reset_requested" | "account.activation_requested", email: string, userId: number | undefined): Promise<void> {
  await recordAudit(tx, actor, { action, ...(userId === undefined ? { details: { addressHash: addressKey(email) } } : { target: { type: "user", id: userId } }) });
}
