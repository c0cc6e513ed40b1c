import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { canManagePerson } from "@/lib/accounts/policy";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

export type LockedPerson = typeof user.$inferSelect;

/**
 * The active administrators, locked in one order until the transaction ends: whatever takes an administrator away waits
 * here for whoever does the same, and then sees what is left.
 */
export async function lockActiveAdmins(tx: Tx): Promise<number[]> {
  const rows = await tx.select({ id: user.id }).from(user).where(and(eq(user.role, "admin"), eq(user.isActive, true))).orderBy(user.id).for("no key update");
  return rows.map(({ id }) => id);
}

/**
 * The person to be changed, locked, once it is sure that the one who asks may do so: still an administrator under the
 * lock, whatever the request said when it came. @throws AppError unauthenticated, forbidden, not_found
 */
export async function lockManagedPerson(tx: Tx, actor: Actor, personId: number): Promise<{ person: LockedPerson; activeAdminIds: number[] }> {
  authorize(canManagePerson(actor, { id: personId }));
  const activeAdminIds = await lockActiveAdmins(tx);
  if (!activeAdminIds.includes(requireUser(actor).userId)) throw new AppError("forbidden");
  const [person] = await tx.select().from(user).where(eq(user.id, personId)).for("no key update");
  if (!person) throw new AppError("not_found");
  return { person, activeAdminIds };
}
