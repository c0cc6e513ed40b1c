import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { lobbyEntry, lobbyMessage } from "@/db/schema/lobby";
import type { ExportPart } from "@/lib/core/export-part";

/** Where the person waited at a door, as whom, and what came of it. */
async function* waitsOf(personId: number) {
  const { id, roomId, name, state, reason, askedAt, decidedAt } = lobbyEntry;
  yield* await db().select({ id, roomId, name, state, reason, askedAt, decidedAt }).from(lobbyEntry).where(eq(lobbyEntry.userId, personId)).orderBy(asc(id));
}

/** What the person wrote at a door; what hosts answered is theirs. */
async function* wordsOf(personId: number) {
  const { id, entryId, content, createdAt } = lobbyMessage;
  yield* await db()
    .select({ id, entryId, roomId: lobbyEntry.roomId, content, createdAt })
    .from(lobbyMessage)
    .innerJoin(lobbyEntry, eq(lobbyEntry.id, lobbyMessage.entryId))
    .where(and(eq(lobbyEntry.userId, personId), eq(lobbyMessage.isFromHost, false)))
    .orderBy(asc(id));
}

export const lobbyParts: ExportPart[] = [
  { name: "lobby", rows: waitsOf },
  { name: "lobby-messages", rows: wordsOf },
];
