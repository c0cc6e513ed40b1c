import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { room } from "@/db/schema/rooms";

/** A call in a room, from the first person in to the last one out. At most one runs at a time: the index says so. */
export const call = pgTable(
  "call",
  {
    id: id(),
    roomId: reference("room_id").notNull().references(() => room.id, { onDelete: "cascade" }),
    /** LiveKit's id of this incarnation; late webhooks of an older one are told by it. */
    livekitSid: text("livekit_sid"),
    startedAt: timestamptz("started_at").notNull().defaultNow(),
    endedAt: timestamptz("ended_at"),
  },
  (t) => [uniqueIndex("call_running").on(t.roomId).where(sql`${t.endedAt} is null`), index("call_room").on(t.roomId, t.startedAt)],
);

/** Webhooks already acted on: LiveKit repeats them. */
export const livekitWebhook = pgTable("livekit_webhook", {
  id: text("id").primaryKey(),
  event: text("event").notNull(),
  receivedAt: timestamptz("received_at").notNull().defaultNow(),
});
