import { and, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { lobbyEntry } from "@/db/schema/lobby";
import type { LobbyState } from "@/lib/lobby/contract";
import { hostInsideSql } from "@/lib/lobby/queries/own-entry";
import { openMeetingHostsSql } from "@/lib/meetings/queries/hosts";

/** Somebody at a door, as the event stream knows readers: people by their number, guests by theirs below zero. */
export type Waiter = { id: number; readerId: number; state: LobbyState };

const waiter = { id: lobbyEntry.id, readerId: sql<number>`coalesce(${lobbyEntry.userId}, -${lobbyEntry.guestId})`.mapWith(Number), state: lobbyEntry.state };

/** What those who wait, and the hosts, are told when it changes. */
export type WaitedRoom = { /** The host who is in the call. */ host: string | null; /** Whose meeting is open in the room. */ meetingHosts: readonly number[] };

/** The rooms in which somebody waits. Read every few seconds: one statement over the few rows that wait. */
export async function listWaitedRooms(): Promise<Map<number, WaitedRoom>> {
  const meetingHosts = sql<string[]>`array(select distinct host_id from ${openMeetingHostsSql(sql`${lobbyEntry.roomId}`)} open order by 1)`;
  const rows = await db().select({ roomId: lobbyEntry.roomId, host: hostInsideSql(sql`${lobbyEntry.roomId}`), meetingHosts }).from(lobbyEntry).where(eq(lobbyEntry.state, "waiting")).groupBy(lobbyEntry.roomId);
  return new Map(rows.map(({ roomId, host, meetingHosts: ids }) => [roomId, { host, meetingHosts: ids.map(Number) }]));
}

/** Who waits in a room, all of them. */
export async function listWaiters(roomId: number): Promise<Waiter[]> {
  return db().select(waiter).from(lobbyEntry).where(and(eq(lobbyEntry.roomId, roomId), eq(lobbyEntry.state, "waiting")));
}

/** Whose wait ended within the last `seconds`: told again, in case the first word was lost. */
export async function listRecentOutcomes(seconds: number): Promise<Waiter[]> {
  return db().select(waiter).from(lobbyEntry).where(gt(lobbyEntry.decidedAt, sql`now() - make_interval(secs => ${seconds})`));
}
