import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import type { MailEnding } from "@/lib/core/mail-state";
import { canGiveUpMail, canManageMails } from "@/lib/notifications/policy";

/** Ends the tries at a mail: it counts as a failure no longer, and its link is erased. @throws AppError unauthenticated, forbidden, not_found, conflict */
export async function giveUpMail(actor: Actor, mailId: number): Promise<void> {
  authorize(canManageMails(actor));
  await transaction(async (tx) => {
    const [row] = await tx.select().from(outboxMail).where(eq(outboxMail.id, mailId)).for("update");
    if (!row) throw new AppError("not_found");
    authorize(canGiveUpMail(row));
    await tx.update(outboxMail).set({ state: "cancelled", error: "given_up" satisfies MailEnding, sealed: null, dedupeKey: null }).where(eq(outboxMail.id, mailId));
    await recordAudit(tx, actor, { action: "mail.given_up", target: { type: "mail", id: mailId }, details: { kind: row.kind } });
  });
}
