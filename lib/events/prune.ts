import { sql } from "@/db/client";
import { settings } from "@/lib/core/settings";

/** One statement stays short, so that it never makes a room's senders wait. */
const batch = 5000;

/** Deletes events that nobody replays any more; who was away longer reloads the room. Answers how many went. */
export async function pruneRoomEvents(): Promise<number> {
  let total = 0;
  for (;;) {
    const { count } = await sql()`
      delete from room_event where ctid = any(array(
        select ctid from room_event where created_at < now() - make_interval(secs => ${settings.roomEventSeconds}) limit ${batch}))`;
    total += count;
    if (count < batch) return total;
  }
}
