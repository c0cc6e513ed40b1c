import { and, desc, eq, gte, lt, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { guest } from "@/db/schema/guests";
import { securityActions, type AuditFilter, type AuditItem } from "@/lib/audit/contract";
import { canReadAudit } from "@/lib/audit/policy";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { csvLine } from "@/lib/core/csv";
import { settings } from "@/lib/core/settings";

const targetUser = alias(user, "target_user");
const isByPerson = and(eq(auditEntry.actorKind, "user"), eq(user.id, auditEntry.actorId));
const isByGuest = and(eq(auditEntry.actorKind, "guest"), eq(guest.id, auditEntry.actorId));
/** Of the person or the guest who did it. */
const actorName = sql<string | null>`coalesce(${user.name}, ${guest.name})`;
const isOnPerson = and(eq(auditEntry.targetType, "user"), sql`${targetUser.id}::text = ${auditEntry.targetId}`);

/** What a person did and what was done to them. */
function concerns(personId: number): SQL | undefined {
  return or(and(eq(auditEntry.actorKind, "user"), eq(auditEntry.actorId, personId)), and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(personId))));
}

/** Newest first; `about` narrows to one person, on either side. `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated, forbidden */
export async function listAudit(actor: Actor, filter: AuditFilter & { about?: number; before?: number; limit?: number } = {}): Promise<{ items: AuditItem[]; next: number | null }> {
  authorize(canReadAudit(actor));
  const limit = Math.min(filter.limit ?? settings.pageLimitDefault, settings.pageLimitMax);
  const rows = await db()
    .select({
      id: auditEntry.id, createdAt: auditEntry.createdAt, action: auditEntry.action,
      actorKind: auditEntry.actorKind, actorId: auditEntry.actorId, actorName,
      targetType: auditEntry.targetType, targetId: auditEntry.targetId, targetName: targetUser.name,
      details: auditEntry.details, address: auditEntry.address, requestId: auditEntry.requestId,
    })
    .from(auditEntry)
    .leftJoin(user, isByPerson)
    .leftJoin(guest, isByGuest)
    .leftJoin(targetUser, isOnPerson)
    .where(and(matches(filter), filter.about === undefined ? undefined : concerns(filter.about), filter.before === undefined ? undefined : lt(auditEntry.id, filter.before)))
    .orderBy(desc(auditEntry.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

function matches(filter: AuditFilter): SQL | undefined {
  const [targetType, ...targetId] = (filter.target ?? "").split(":");
  return and(
    filter.actor ? and(eq(auditEntry.actorKind, "user"), eq(auditEntry.actorId, Number(filter.actor))) : undefined,
    filter.action ? sql`starts_with(${auditEntry.action}, ${filter.action})` : undefined,
    targetType ? eq(auditEntry.targetType, targetType) : undefined,
    targetId.length > 0 ? eq(auditEntry.targetId, targetId.join(":")) : undefined,
    filter.from ? gte(auditEntry.createdAt, sql`${filter.from}::date::timestamp at time zone 'UTC'`) : undefined,
    filter.to ? lt(auditEntry.createdAt, sql`(${filter.to}::date + 1)::timestamp at time zone 'UTC'`) : undefined,
  );
}

/** The latest entries about safety, newest first. @throws AppError unauthenticated, forbidden */
export async function listSecurityEvents(actor: Actor, limit: number): Promise<Pick<AuditItem, "id" | "action" | "createdAt" | "actorName" | "targetName" | "address">[]> {
  authorize(canReadAudit(actor));
  const concerns = or(...securityActions.map((action) => sql`starts_with(${auditEntry.action}, ${action})`));
  return db()
    .select({ id: auditEntry.id, action: auditEntry.action, createdAt: auditEntry.createdAt, actorName, targetName: targetUser.name, address: auditEntry.address })
    .from(auditEntry)
    .leftJoin(user, isByPerson)
    .leftJoin(guest, isByGuest)
    .leftJoin(targetUser, isOnPerson)
    .where(concerns)
    .orderBy(desc(auditEntry.id))
    .limit(limit);
}

const columns = ["id", "createdAt", "actorKind", "actorId", "actorName", "action", "targetType", "targetId", "targetName", "address", "requestId", "details"] as const;

/** Everything that matches as lines of CSV (RFC 4180), a page at a time, so that no size of log fills the memory. @throws AppError unauthenticated, forbidden */
export async function* exportAudit(actor: Actor, filter: AuditFilter): AsyncGenerator<string> {
  authorize(canReadAudit(actor));
  yield `${columns.join(",")}\r\n`;
  let before: number | undefined;
  do {
    const page = await listAudit(actor, { ...filter, ...(before === undefined ? {} : { before }) });
    yield page.items.map((item) => csvLine(columns.map((column) => item[column]))).join("");
    before = page.next ?? undefined;
  } while (before !== undefined);
}
