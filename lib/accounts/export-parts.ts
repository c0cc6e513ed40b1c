import { and, eq, gt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { inPages, type ExportPart } from "@/lib/core/export-part";

const pageSize = 500;

/** Without secrets: a hash of a password helps nobody but a thief. */
async function* profileOf(personId: number) {
  const [row] = await db().select().from(user).where(eq(user.id, personId));
  if (!row) return;
  const { passwordHash, ...profile } = row;
  yield { ...profile, hasPassword: passwordHash !== null };
}

async function* sessionsOf(personId: number) {
  const { id, userAgent, address, createdAt, lastSeenAt, expiresAt, revokedAt } = session;
  yield* await db().select({ id, userAgent, address, createdAt, lastSeenAt, expiresAt, revokedAt }).from(session).where(eq(session.userId, personId)).orderBy(session.createdAt);
}

/** What the person did, and what was done to them; from where only for their own acts. */
function trailOf(personId: number) {
  const own = and(eq(auditEntry.actorKind, "user"), eq(auditEntry.actorId, personId));
  const about = and(eq(auditEntry.targetType, "user"), eq(auditEntry.targetId, String(personId)));
  return inPages(async (afterId) => {
    const rows = await db().select().from(auditEntry).where(and(or(own, about), gt(auditEntry.id, afterId))).orderBy(auditEntry.id).limit(pageSize);
    return rows.map(({ id, actorId, action, targetType, targetId, details, address, createdAt }) => ({
      id, action, targetType, targetId, details, createdAt, byYou: actorId === personId, address: actorId === personId ? address : null,
    }));
  });
}

export const accountParts: ExportPart[] = [
  { name: "profile", rows: profileOf },
  { name: "sessions", rows: sessionsOf },
  { name: "log", rows: trailOf },
];
