import { sql } from "drizzle-orm";
import { bigint, boolean, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { challengePurposes } from "@/lib/accounts/contract";

/** An authenticator app: one a person. Not asked for before it was confirmed with a code. */
export const userTotp = pgTable("user_totp", {
  userId: reference("user_id").primaryKey().references(() => user.id, { onDelete: "cascade" }),
  /** Encrypted, bound to its person: lib/platform/secret-box.ts. */
  secretCiphertext: text("secret_ciphertext").notNull(),
  confirmedAt: timestamptz("confirmed_at"),
  /** The time step of the newest code that was taken: no code works twice, nor one before it. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  createdAt: timestamptz("created_at").notNull().defaultNow(),
});

/** Single-use codes for somebody without their phone; only keyed hashes. */
export const userRecoveryCode = pgTable(
  "user_recovery_code",
  {
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    usedAt: timestamptz("used_at"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);

/** A WebAuthn credential: the public half of a key that a device or a password manager keeps. */
export const passkey = pgTable(
  "passkey",
  {
    id: id(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    /** base64url, as the browser names it. */
    credentialId: text("credential_id").notNull(),
    /** COSE, in base64url. */
    publicKey: text("public_key").notNull(),
    /** Of signatures; zero for ever on most synced passkeys. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default(sql`'{}'`),
    name: text("name").notNull(),
    /** Kept by a password manager on several devices, not by one device alone. */
    isBackedUp: boolean("is_backed_up").notNull(),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    lastUsedAt: timestamptz("last_used_at"),
  },
  (t) => [uniqueIndex("passkey_credential").on(t.credentialId), index("passkey_user").on(t.userId)],
);

/** What a browser was asked to sign; deleted by the answer, right or wrong. */
export const webauthnChallenge = pgTable(
  "webauthn_challenge",
  {
    challenge: text("challenge").primaryKey(),
    purpose: text("purpose", { enum: challengePurposes }).notNull(),
    /** Hash of the cookie of the browser that was asked. */
    browserHash: text("browser_hash").notNull(),
    /** Null before it is known who signs in. */
    userId: reference("user_id").references(() => user.id, { onDelete: "cascade" }),
    expiresAt: timestamptz("expires_at").notNull(),
  },
  (t) => [index("webauthn_challenge_expires").on(t.expiresAt)],
);
