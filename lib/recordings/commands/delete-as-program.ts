import { transaction } from "@/db/client";
import type { ApplicationActor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { markDeleted } from "@/lib/recordings/commands/change-recording";
import { canDeleteAsProgram } from "@/lib/recordings/policy";
import { findProgramFacts } from "@/lib/recordings/queries/for-program";
import { lockRecording } from "@/lib/recordings/transition";

/** Deletes a recording for a program's person, as they could themselves: for a while hosts can bring it back. @throws AppError unauthenticated, forbidden, not_found; conflict while it runs */
export async function deleteAsProgram(actor: ApplicationActor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockRecording(tx, id);
    const facts = await findProgramFacts(actor, id, tx);
    if (!row || !facts) throw new AppError("not_found");
    authorize(canDeleteAsProgram(actor, facts, row));
    await markDeleted(tx, actor, row);
  });
}
