import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/authz/actor";
import { authorize, type Verdict } from "@/lib/authz/authorize";
import { getEntry } from "@/lib/calls/queries";
import { AppError } from "@/lib/core/errors";
import { canSeeRecordings, type RecordingFacts } from "@/lib/recordings/policy";
import { recordingFactsOf } from "@/lib/recordings/queries/recordings";
import { lockRecording, type RecordingRow } from "@/lib/recordings/transition";

/**
 * A recording of a room under lock, for those whom the policy lets. Who sees no recordings of the room, or names one of
 * another room, gets `not_found`. @throws AppError unauthenticated, forbidden, not_found, conflict
 */
export async function lockForChange(tx: Tx, actor: Actor, idOrSlug: string, id: string, may: (actor: Actor, facts: RecordingFacts, row: RecordingRow) => Verdict, isDeleted = false): Promise<RecordingRow> {
  const row = await lockRecording(tx, id);
  const entry = await getEntry(actor, idOrSlug);
  const facts = recordingFactsOf(entry);
  authorize(canSeeRecordings(actor, facts));
  // One whose file is on its way out has the oldest mark there is: nobody brings back what is half gone.
  const isGoing = row?.deletedAt?.getTime() === 0;
  if (!row || isGoing || row.roomId !== entry.room.id || (row.deletedAt !== null) !== isDeleted) throw new AppError("not_found");
  authorize(may(actor, facts, row));
  return row;
}
