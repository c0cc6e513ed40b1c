import { and, eq, gt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { session, user } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { passkey, userTotp } from "@/db/schema/factors";
import { accountIdentity } from "@/db/schema/identities";
import { addressChange } from "@/db/schema/personal";
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

/** The public half alone is kept here anyway; it opens nothing, and is left out all the same. */
async function* passkeysOf(personId: number) {
  const { id, name, transports, isBackedUp, createdAt, lastUsedAt } = passkey;
  yield* await db().select({ id, name, transports, isBackedUp, createdAt, lastUsedAt }).from(passkey).where(eq(passkey.userId, personId)).orderBy(passkey.id);
}

/** That there is an authenticator app, never its secret. */
async function* authenticatorOf(personId: number) {
  const { createdAt, confirmedAt } = userTotp;
  yield* await db().select({ createdAt, confirmedAt }).from(userTotp).where(eq(userTotp.userId, personId));
}

/** Who the person is for an organisation that they sign in with. */
async function* identitiesOf(personId: number) {
  const { issuer, subject, createdAt } = accountIdentity;
  yield* await db().select({ issuer, subject, createdAt }).from(accountIdentity).where(eq(accountIdentity.userId, personId)).orderBy(accountIdentity.createdAt);
}

async function* addressesOf(personId: number) {
  const { id, oldEmail, newEmail, createdAt, confirmedAt, endedAt } = addressChange;
  yield* await db().select({ id, oldEmail, newEmail, createdAt, confirmedAt, endedAt }).from(addressChange).where(eq(addressChange.userId, personId)).orderBy(addressChange.id);
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
  { name: "passkeys", rows: passkeysOf },
  { name: "authenticator", rows: authenticatorOf },
  { name: "identities", rows: identitiesOf },
  { name: "address-changes", rows: addressesOf },
  { name: "log", rows: trailOf },
];
