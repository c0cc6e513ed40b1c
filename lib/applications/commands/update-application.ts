import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { application } from "@/db/schema/applications";
import { lockApplication } from "@/lib/applications/commands/lock-application";
import type { ApplicationInput } from "@/lib/applications/contract";
import { canManageApplications } from "@/lib/applications/policy";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";

const fields = ["name", "scopes", "allowedDomains", "mayCreatePublicRooms", "mayCreateUsers"] as const;

/** Changes what a program may do, in force for the tokens that exist too. @throws AppError unauthenticated, forbidden, not_found */
export async function updateApplication(actor: Actor, id: number, input: ApplicationInput): Promise<void> {
  authorize(canManageApplications(actor));
  await transaction(async (tx) => {
    const before = await lockApplication(tx, id);
    const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(input[field]));
    if (changed.length === 0) return;
    await tx.update(application).set({ ...input, updatedAt: sql`now()` }).where(eq(application.id, id));
    const details = Object.fromEntries(changed.map((field) => [field, { from: before[field], to: input[field] }]));
    await recordAudit(tx, actor, { action: "application.updated", target: { type: "application", id }, details });
  });
}
