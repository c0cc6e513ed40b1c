import { randomUUID } from "node:crypto";
import { transaction } from "@/db/client";
import { application } from "@/db/schema/applications";
import type { ApplicationInput, IssuedSecret } from "@/lib/applications/contract";
import { canManageApplications } from "@/lib/applications/policy";
import { addSecret } from "@/lib/applications/secrets";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";

/** Registers a program. Its secret is in the answer and nowhere else. @throws AppError unauthenticated, forbidden */
export async function createApplication(actor: Actor, input: ApplicationInput): Promise<IssuedSecret & { id: number }> {
  authorize(canManageApplications(actor));
  const { userId } = requireUser(actor);
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(application)
      .values({ ...input, clientId: randomUUID(), createdBy: userId })
      .returning({ id: application.id, clientId: application.clientId });
    if (!row) throw new Error("the application was not returned");
    const secret = await addSecret(tx, row.id);
    await recordAudit(tx, actor, { action: "application.created", target: { type: "application", id: row.id }, details: { ...input } });
    return { ...row, secret };
  });
}
