import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { scopes } from "@/lib/applications/contract";

/** A program that acts for people of the allowed domains. */
export const application = pgTable(
  "application",
  {
    id: id(),
    /** What the program names itself with; no secret. */
    clientId: text("client_id").notNull(),
    name: text("name").notNull(),
    scopes: text("scopes", { enum: scopes }).array().notNull().default(sql`'{}'::text[]`),
    /** In lower case; an empty list allows nobody. */
    allowedDomains: text("allowed_domains").array().notNull().default(sql`'{}'::text[]`),
    mayCreatePublicRooms: boolean("may_create_public_rooms").notNull().default(false),
    /** Whether asking for a token for an address without an account makes one. */
    mayCreateUsers: boolean("may_create_users").notNull().default(false),
    isActive: boolean("is_active").notNull().default(true),
    createdBy: reference("created_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    updatedAt: timestamptz("updated_at").notNull().defaultNow(),
    lastUsedAt: timestamptz("last_used_at"),
  },
  (t) => [uniqueIndex("application_client_id").on(t.clientId)],
);

/** The secrets of a program, hashed: the one that is good now, and after a rotation its predecessors until they expire. */
export const applicationSecret = pgTable(
  "application_secret",
  {
    id: id(),
    applicationId: reference("application_id").notNull().references(() => application.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    /** Null while it has no successor. */
    expiresAt: timestamptz("expires_at"),
  },
  (t) => [index("application_secret_application").on(t.applicationId), uniqueIndex("application_secret_current").on(t.applicationId).where(sql`${t.expiresAt} is null`)],
);

/** Access tokens, hashed; each acts for one person. */
export const applicationToken = pgTable(
  "application_token",
  {
    id: id(),
    applicationId: reference("application_id").notNull().references(() => application.id, { onDelete: "cascade" }),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    /** Those of the application when the token was made; a scope taken away since does not count. */
    scopes: text("scopes", { enum: scopes }).array().notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    expiresAt: timestamptz("expires_at").notNull(),
  },
  (t) => [uniqueIndex("application_token_hash").on(t.hash), index("application_token_application").on(t.applicationId, t.expiresAt), index("application_token_user").on(t.userId)],
);
