import { eq, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import type { Locale } from "@/lib/accounts/contract";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";

/** Changes one's own display name and language. @throws AppError unauthenticated */
export async function updateProfile(actor: Actor, changes: { name: string; locale: Locale }): Promise<void> {
  const person = requireUser(actor);
  await transaction(async (tx) => {
    await tx.update(user).set({ name: changes.name, locale: changes.locale, updatedAt: sql`now()` }).where(eq(user.id, person.userId));
    await recordAudit(tx, actor, { action: "account.profile_changed", target: { type: "user", id: person.userId } });
  });
}
