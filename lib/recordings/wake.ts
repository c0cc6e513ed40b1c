import { afterCommit, type Tx } from "@/db/client";
import { publish } from "@/lib/platform/listen";

/** Topic of wake-ups for the processes that record: something is to begin or to end. Without payload: they read the rows. */
export const recordersTopic = "recorders";

/** After the commit, lets the processes that record look at the rows; a lost wake-up delays that by seconds. */
export function wakeRecorders(tx: Tx): void {
  afterCommit(tx, recordersTopic, () => publish(recordersTopic, null));
}

/** The same at once: something outside says that a recording goes on differently than it did. */
export function wakeRecordersNow(): Promise<void> {
  return publish(recordersTopic, null);
}
