import { and, desc, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { dataExport } from "@/db/schema/personal";
import type { ExportView } from "@/lib/accounts/contract";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/** Folder in storage of one copy of somebody's data. */
export function exportFolder(exportId: string): string {
  return `exports/${exportId}`;
}

/** The newest copy that the one who asks has wished for. @throws AppError unauthenticated */
export async function findNewestExport(actor: Actor): Promise<ExportView | null> {
  const { userId } = requireUser(actor);
  const { id, state, progress, sizeBytes, expiresAt } = dataExport;
  const [row] = await db().select({ id, state, progress, sizeBytes, expiresAt }).from(dataExport).where(eq(dataExport.userId, userId)).orderBy(desc(dataExport.createdAt)).limit(1);
  return row ?? null;
}

/** Where the bytes of one's own copy are, while it can be fetched. @throws AppError unauthenticated, not_found */
export async function getExportKey(actor: Actor, exportId: string): Promise<string> {
  const { userId } = requireUser(actor);
  const [row] = await db()
    .select({ key: dataExport.storageKey })
    .from(dataExport)
    .where(and(eq(dataExport.id, exportId), eq(dataExport.userId, userId), eq(dataExport.state, "ready"), gt(dataExport.expiresAt, sql`now()`)));
  if (!row?.key) throw new AppError("not_found");
  return row.key;
}
