import { index, inet, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";

/** Who did what to what, from where; written in the transaction of the fact itself. No foreign keys: it outlives people and rooms. */
export const auditEntry = pgTable(
  "audit_entry",
  {
    id: id(),
    actorKind: text("actor_kind").notNull(),
    actorId: reference("actor_id"),
    action: text("action").notNull(),
    targetType: text("target_type"),
    targetId: text("target_id"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    address: inet("address"),
    requestId: text("request_id"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [index("audit_entry_recent").on(t.createdAt), index("audit_entry_target").on(t.targetType, t.targetId)],
);
