import { bigint, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { reference, timestamptz } from "@/db/columns";
import { room } from "@/db/schema/rooms";

/** Who hands a room's events on to an outside server: one process at a time, for as long as it says that it lives. */
export const relayLease = pgTable("relay_lease", {
  name: text("name").primaryKey(),
  owner: uuid("owner").notNull(),
  until: timestamptz("until").notNull(),
});

/** Up to which version a room's events were handed on. A room without a row has had none. */
export const relayPlace = pgTable("relay_place", {
  roomId: reference("room_id").primaryKey().references(() => room.id, { onDelete: "cascade" }),
  version: bigint("version", { mode: "number" }).notNull(),
});
