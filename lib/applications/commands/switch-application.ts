import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { application } from "@/db/schema/applications";
import { lockApplication } from "@/lib/applications/commands/lock-application";
import { canManageApplications } from "@/lib/applications/policy";
import { endTokens } from "@/lib/applications/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";

/** Switches a program on or off. Off ends its tokens for good, at once. @throws AppError unauthenticated, forbidden, not_found */
export async function switchApplication(actor: Actor, id: number, isActive: boolean): Promise<void> {
  authorize(canManageApplications(actor));
  await transaction(async (tx) => {
    const before = await lockApplication(tx, id);
    if (before.isActive === isActive) return;
    await tx.update(application).set({ isActive, updatedAt: sql`now()` }).where(eq(application.id, id));
    if (!isActive) await endTokens(tx, id);
    await recordAudit(tx, actor, { action: isActive ? "application.switched_on" : "application.switched_off", target: { type: "application", id } });
  });
}
