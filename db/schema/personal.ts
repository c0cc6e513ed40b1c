import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { session, user } from "@/db/schema/accounts";
import { exportStates } from "@/lib/accounts/contract";

/** A new address that waits for its confirmation, and the way back for some days after it. Only hashes of the links are kept. */
export const addressChange = pgTable(
  "address_change",
  {
    id: id(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    /** The sign-in that asked; it stays when the others end. */
    sessionId: uuid("session_id").references(() => session.id, { onDelete: "set null" }),
    oldEmail: text("old_email").notNull(),
    newEmail: text("new_email").notNull(),
    /** Null where the address had an account already: then there is nothing to confirm. */
    confirmHash: text("confirm_hash"),
    confirmUntil: timestamptz("confirm_until").notNull(),
    revertHash: text("revert_hash").notNull(),
    revertUntil: timestamptz("revert_until").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    confirmedAt: timestamptz("confirmed_at"),
    /** Replaced by a newer one, taken back by its person, or undone from the old address. */
    endedAt: timestamptz("ended_at"),
  },
  (t) => [
    uniqueIndex("address_change_confirm").on(t.confirmHash),
    uniqueIndex("address_change_revert").on(t.revertHash),
    uniqueIndex("address_change_waiting").on(t.userId).where(sql`${t.confirmedAt} is null and ${t.endedAt} is null`),
  ],
);

/** An account that is switched off and will be deleted when its time of grace is over. Gone with its person. */
export const accountDeletion = pgTable(
  "account_deletion",
  {
    userId: reference("user_id").primaryKey().references(() => user.id, { onDelete: "cascade" }),
    requestedAt: timestamptz("requested_at").notNull().defaultNow(),
    dueAt: timestamptz("due_at").notNull(),
    /** The person themselves, or the administrator who decided it: only the first can be undone by the person. */
    isOwnWish: boolean("is_own_wish").notNull(),
    /** An administrator's words. */
    reason: text("reason"),
    /** Whether the account was on before: what undoing goes back to. */
    wasActive: boolean("was_active").notNull(),
    /** Videos that others may watch stay in the library without an owner; else they are deleted with the rest. */
    keepSharedVideos: boolean("keep_shared_videos").notNull(),
    /** Set when the deletion itself has begun: from here on there is no way back. */
    startedAt: timestamptz("started_at"),
  },
  (t) => [index("account_deletion_due").on(t.dueAt)],
);

/** A copy of what is kept about a person, as one file that can be fetched for a while. */
export const dataExport = pgTable(
  "data_export",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    state: text("state", { enum: exportStates }).notNull().default("pending"),
    withOriginals: boolean("with_originals").notNull().default(false),
    /** 0 to 100. */
    progress: integer("progress").notNull().default(0),
    storageKey: text("storage_key"),
    sizeBytes: bigint("size_bytes", { mode: "number" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    readyAt: timestamptz("ready_at"),
    expiresAt: timestamptz("expires_at"),
  },
  (t) => [
    index("data_export_user").on(t.userId, t.createdAt),
    uniqueIndex("data_export_running").on(t.userId).where(sql`${t.state} in ('pending', 'running')`),
  ],
);
