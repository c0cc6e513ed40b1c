import { and, desc, eq, getTableColumns, gt, ilike, isNotNull, isNull, not, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { escapeLike } from "@/db/like";
import { sortedPage } from "@/db/sorted";
import { session, user } from "@/db/schema/accounts";
import { accountDeletion } from "@/db/schema/personal";
import { roomMember } from "@/db/schema/rooms";
import type { PersonDetail, PersonFactors, PersonItem, PersonSort, PersonState, SessionItem, UserRole } from "@/lib/accounts/contract";
import { findDeletion } from "@/lib/accounts/deletions";
import { describeDevice } from "@/lib/accounts/device";
import { passkeysOf } from "@/lib/accounts/passkeys";
import { accessLinkFor, canManagePerson, canRevokeInvitation, canSeePeople, stateOf } from "@/lib/accounts/policy";
import { countRecoveryCodes } from "@/lib/accounts/recovery-codes";
import { hasAuthenticator } from "@/lib/accounts/second-factor";
import { isAdmin, type Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { readSort } from "@/lib/core/sort";
import { settings } from "@/lib/core/settings";

export type PeopleFilter = {
  /** Part of a name or, for administrators, of an address; letter case ignored. */
  text?: string;
  role?: UserRole;
  state?: PersonState;
  sort?: PersonSort;
  /** The id of the last person of the page before. */
  before?: number;
  limit?: number;
};

const sortKeys = { name: sql`lower(${user.name})`, email: user.email, role: user.role, since: user.id } as const;
const isLeaving = sql<boolean>`exists (select from ${accountDeletion} where ${accountDeletion.userId} = ${user.id})`;

/** Newest accounts first unless sorted; by address only for administrators, since an order tells too. `next` is what `before` must be for the page after, null at the end. @throws AppError unauthenticated, forbidden */
export async function listPeople(actor: Actor, filter: PeopleFilter = {}): Promise<{ items: PersonItem[]; next: number | null }> {
  authorize(canSeePeople(actor));
  const limit = Math.min(filter.limit ?? settings.pageLimitDefault, settings.pageLimitMax);
  const { key, isDescending } = readSort(filter.sort ?? "-since");
  const page = sortedPage(user, user.id, key === "email" && !isAdmin(actor) ? user.id : sortKeys[key], isDescending, filter.before);
  const rows = await db()
    .select({ ...getTableColumns(user), isLeaving })
    .from(user)
    .where(
      and(
        matchesText(actor, filter.text),
        filter.role === undefined ? undefined : eq(user.role, filter.role),
        filter.state === undefined ? undefined : hasState(filter.state),
        page.after,
      ),
    )
    .orderBy(...page.orderBy)
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => toItem(actor, row));
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

function matchesText(actor: Actor, text: string | undefined): SQL | undefined {
  // Postgres refuses NUL in a text; no name has one.
  const wanted = text?.replaceAll("\0", "").normalize("NFC").trim();
  if (!wanted) return undefined;
  const pattern = `%${escapeLike(wanted)}%`;
  return isAdmin(actor) ? or(ilike(user.name, pattern), ilike(user.email, pattern)) : ilike(user.name, pattern);
}

function hasState(state: PersonState): SQL | undefined {
  if (state === "active") return eq(user.isActive, true);
  if (state === "leaving") return and(eq(user.isActive, false), isLeaving);
  const kind = { off: isNotNull(user.emailVerifiedAt), waiting: and(isNull(user.emailVerifiedAt), isNotNull(user.passwordHash)), invited: and(isNull(user.emailVerifiedAt), isNull(user.passwordHash)) };
  return and(eq(user.isActive, false), not(isLeaving), kind[state]);
}

function toItem(actor: Actor, row: typeof user.$inferSelect & { isLeaving: boolean }): PersonItem {
  return { id: row.id, name: row.name, email: isAdmin(actor) ? row.email : null, role: row.role, state: stateOf(row, row.isLeaving), createdAt: row.createdAt };
}

/** @throws AppError unauthenticated, forbidden, not_found */
export async function getPerson(actor: Actor, personId: number): Promise<PersonDetail> {
  authorize(canSeePeople(actor));
  const [row] = await db().select({ ...getTableColumns(user), isLeaving }).from(user).where(eq(user.id, personId));
  if (!row) throw new AppError("not_found");
  const roomCount = await db().$count(roomMember, eq(roomMember.userId, personId));
  const mayManage = canManagePerson(actor, row).allowed;
  const state = stateOf(row, row.isLeaving);
  const factors = isAdmin(actor) ? await factorsOf(personId) : null;
  const deletion = isAdmin(actor) ? await findDeletion(personId) : null;
  return {
    ...toItem(actor, row),
    roomCount,
    deletion,
    sessions: isAdmin(actor) ? await sessionsOf(actor, personId) : null,
    factors,
    can: { changeRole: mayManage, deactivate: mayManage && state === "active", reactivate: mayManage && state === "off" && deletion === null, endSessions: mayManage, mailLink: mayManage && accessLinkFor(row) !== null, revokeInvitation: mayManage && canRevokeInvitation(row, roomCount > 0).allowed, removeFactors: mayManage && factors !== null && (factors.authenticator || factors.passkeys > 0) },
  };
}

async function factorsOf(personId: number): Promise<PersonFactors> {
  const [authenticator, recoveryCodesLeft, passkeys] = await Promise.all([hasAuthenticator(db(), personId), countRecoveryCodes(db(), personId), passkeysOf(db(), personId)]);
  return { authenticator, recoveryCodesLeft, passkeys: passkeys.length };
}

async function sessionsOf(actor: Actor, personId: number): Promise<SessionItem[]> {
  const rows = await db()
    .select()
    .from(session)
    .where(and(eq(session.userId, personId), isNull(session.revokedAt), gt(session.expiresAt, sql`now()`)))
    .orderBy(desc(session.lastSeenAt))
    .limit(100);
  return rows.map((row) => ({
    id: row.id,
    isCurrent: actor.kind === "user" && row.id === actor.sessionId,
    ...describeDevice(row.userAgent),
    address: row.address,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
  }));
}
