import { transaction } from "@/db/client";
import { dataExport } from "@/db/schema/personal";
import { exportRequested } from "@/lib/accounts/contract";
import { requireRecentProof } from "@/lib/accounts/proof";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { consumeLimit } from "@/lib/platform/limiter";
import { recordEvent } from "@/lib/platform/jobs";

/**
 * Has a copy of all that is kept about the person made in the background; a mail tells when it is ready. One at a time.
 * @throws AppError proof_required; rate_limited; conflict while one is being made
 */
export async function requestExport(actor: UserActor, { withOriginals }: { withOriginals: boolean }): Promise<void> {
  await transaction(async (tx) => {
    await requireRecentProof(tx, actor);
    const [made] = await tx.insert(dataExport).values({ userId: actor.userId, withOriginals }).onConflictDoNothing().returning({ id: dataExport.id });
    if (!made) throw new AppError("conflict", "A copy is being made already.");
    await consumeLimit("exportPerUser", `u${actor.userId}`);
    await recordAudit(tx, actor, { action: "account.export_requested", target: { type: "user", id: actor.userId }, details: { withOriginals } });
    await recordEvent(tx, exportRequested.create({ exportId: made.id }, { id: `export:${made.id}` }));
  });
}
