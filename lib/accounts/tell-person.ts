import type { Tx } from "@/db/client";
import type { SecurityNews } from "@/lib/accounts/contract";
import { securityMail } from "@/lib/accounts/mails";
import { queueMail } from "@/lib/platform/mail/queue";

/** Queues the mail that tells a person of a change to how one gets into their account. Goes out if the change commits. */
export async function tellPerson(tx: Tx, userId: number, news: SecurityNews, more: { name?: string; left?: number } = {}): Promise<void> {
  await queueMail(tx, securityMail, { to: { userId }, data: { news, at: new Date().toISOString(), ...more } });
}
