import { index, pgTable, text } from "drizzle-orm/pg-core";
import { id, timestamptz } from "@/db/columns";

/** Someone without an account who was in a call or asked to be: the browser that holds the cookie with this number. */
export const guest = pgTable(
  "guest",
  {
    id: id(),
    /** As typed at the door the last time. */
    name: text("name").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    lastSeenAt: timestamptz("last_seen_at").notNull().defaultNow(),
  },
  (t) => [index("guest_seen").on(t.lastSeenAt)],
);
