import { and, eq, lt, sql, type SQL } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { call } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import { room, roomMember } from "@/db/schema/rooms";
import { judgeIdentity } from "@/lib/calls/queries";
import { settings } from "@/lib/core/settings";
import type { LobbyReason, LobbyState } from "@/lib/lobby/contract";
import { wakeHosts, wakeOwner } from "@/lib/lobby/wake";
import { openMeetingHostsSql, openMeetingSql } from "@/lib/meetings/queries/hosts";

type Ended = { id: number; userId: number | null; guestId: number | null; roomId: number; state: LobbyState };

const waiting = eq(lobbyEntry.state, "waiting");
const ended = { id: lobbyEntry.id, userId: lobbyEntry.userId, guestId: lobbyEntry.guestId, roomId: lobbyEntry.roomId, state: lobbyEntry.state };

/** Ends the waits that nobody has to decide: the call is over, the time is up, the page was closed. One statement. */
async function endWaits(): Promise<Ended[]> {
  const isCallOver = sql`exists (select from ${call} where ${call.roomId} = ${lobbyEntry.roomId} and ${call.endedAt} > ${lobbyEntry.askedAt})`;
  const isTimeUp = lt(lobbyEntry.askedAt, sql`now() - make_interval(secs => ${settings.lobbyWaitSeconds})`);
  const isAway = lt(lobbyEntry.awayAt, sql`now() - make_interval(secs => ${settings.lobbyAwaySeconds})`);
  return transaction(async (tx) => {
    const rows = await tx
      .update(lobbyEntry)
      .set({
        state: sql`case when ${isCallOver} or ${isTimeUp} then 'expired' else 'left' end`,
        reason: sql`case when ${isCallOver} then 'call_ended' when ${isTimeUp} then 'timeout' else 'away' end`,
        decidedAt: sql`clock_timestamp()`,
      })
      .where(and(waiting, sql`(${isCallOver} or ${isTimeUp} or ${isAway})`))
      .returning(ended);
    for (const entry of rows) wakeOwner(tx, entry);
    for (const roomId of new Set(rows.map((each) => each.roomId))) await wakeHosts(tx, roomId);
    return rows;
  });
}

/** What a new verdict makes of somebody who waits; null where they go on waiting: a locked or full room may open again. */
async function outcomeOf(identity: string, roomId: number): Promise<{ state: LobbyState; reason: LobbyReason } | null> {
  const verdict = await judgeIdentity(identity, String(roomId));
  if (verdict?.kind === "enter") return { state: "admitted", reason: "opened" };
  if (verdict?.kind === "refuse" && (verdict.code === "over" || verdict.code === "not_open")) return { state: "expired", reason: "meeting_closed" };
  if (verdict === null || (verdict.kind === "refuse" && verdict.code !== "locked" && verdict.code !== "full")) return { state: "expired", reason: "closed" };
  return null;
}

/** The room opens and closes with a meeting that was changed since (its people too), or whose time is not now. */
function hasMeetingMoved(roomId: SQL, judgedAt: SQL): SQL {
  return sql`exists (select from meeting own where own.room_id = ${roomId} and own.owns_room and (own.updated_at > ${judgedAt} - interval '5 seconds' or not ${openMeetingSql(sql`own.id`)}))`;
}

/** Looks again at those whose room, or its meeting, has changed since, or who have become members or hosts: some need not wait any more, some wait for nothing. */
async function judgeAgain(): Promise<Ended[]> {
  const isMember = sql`exists (select from ${roomMember} where ${roomMember.roomId} = ${lobbyEntry.roomId} and ${roomMember.userId} = ${lobbyEntry.userId})`;
  // The room's time comes from the clock of the process that changed it.
  const hasChanged = sql`(${room.updatedAt} > ${lobbyEntry.judgedAt} - interval '5 seconds' or ${room.deletedAt} is not null)`;
  const open = await db().select({ id: lobbyEntry.id, identity: lobbyEntry.identity, roomId: lobbyEntry.roomId }).from(lobbyEntry).innerJoin(room, eq(room.id, lobbyEntry.roomId)).where(and(waiting, sql`(${isMember} or ${hasChanged} or ${hasMeetingMoved(sql`${lobbyEntry.roomId}`, sql`${lobbyEntry.judgedAt}`)} or ${lobbyEntry.userId} in ${openMeetingHostsSql(sql`${lobbyEntry.roomId}`)})`));
  const outcomes = new Map<number, { state: LobbyState; reason: LobbyReason } | null>();
  for (const { id, identity, roomId } of open) outcomes.set(id, await outcomeOf(identity, roomId));
  if (open.length === 0) return [];
  return transaction(async (tx) => {
    const rows: Ended[] = [];
    for (const [id, outcome] of outcomes) {
      const set = outcome ? { ...outcome, decidedAt: sql`clock_timestamp()` } : { judgedAt: sql`clock_timestamp()` };
      const [row] = await tx.update(lobbyEntry).set(set).where(and(eq(lobbyEntry.id, id), waiting)).returning(ended);
      if (!row || !outcome) continue;
      rows.push(row);
      wakeOwner(tx, row);
    }
    for (const roomId of new Set(rows.map((each) => each.roomId))) await wakeHosts(tx, roomId);
    return rows;
  });
}

/**
 * Keeps every lobby true: run at short intervals and whenever a room has moved. Any number of processes may do it at the
 * same time. Answers how many waits it ended.
 */
export async function tendLobbies(): Promise<number> {
  const over = await endWaits();
  const judged = await judgeAgain();
  return over.length + judged.length;
}

/** Forgets entries that nobody looks up any more. Answers how many went. */
export async function pruneLobby(): Promise<number> {
  const gone = await db().delete(lobbyEntry).where(lt(lobbyEntry.askedAt, sql`now() - make_interval(secs => ${settings.lobbyEntryKeptSeconds})`)).returning({ id: lobbyEntry.id });
  return gone.length;
}
