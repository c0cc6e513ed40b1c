import { desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { application, applicationSecret } from "@/db/schema/applications";
import { subquery } from "@/db/subquery";
import type { ApplicationItem } from "@/lib/applications/contract";
import { canManageApplications } from "@/lib/applications/policy";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

const columns = {
  id: application.id,
  clientId: application.clientId,
  name: application.name,
  scopes: application.scopes,
  allowedDomains: application.allowedDomains,
  mayCreatePublicRooms: application.mayCreatePublicRooms,
  mayCreateUsers: application.mayCreateUsers,
  isActive: application.isActive,
  createdAt: application.createdAt,
  lastUsedAt: application.lastUsedAt,
  oldSecretUntil: subquery<Date | null>(
    sql`select max(${applicationSecret.expiresAt}) from ${applicationSecret} where ${applicationSecret.applicationId} = ${application.id} and ${applicationSecret.expiresAt} > now()`,
  ).mapWith(applicationSecret.expiresAt),
};

/** All registered programs, the newest first. @throws AppError unauthenticated, forbidden */
export async function listApplications(actor: Actor): Promise<ApplicationItem[]> {
  authorize(canManageApplications(actor));
  return db().select(columns).from(application).orderBy(desc(application.id));
}

/** One registered program. @throws AppError unauthenticated, forbidden, not_found */
export async function getApplication(actor: Actor, id: number): Promise<ApplicationItem> {
  authorize(canManageApplications(actor));
  const [row] = await db().select(columns).from(application).where(eq(application.id, id));
  if (!row) throw new AppError("not_found");
  return row;
}
