import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";
import { locales } from "@/lib/core/locale";
import { mailStates } from "@/lib/core/mail-state";

/** Every mail: what waits to be sent, what became of the others, and where no mail server is configured their text as well. */
export const outboxMail = pgTable(
  "outbox_mail",
  {
    id: id(),
    /** What it is about: the name of a `defineMail`. Null on rows from before there were kinds. */
    kind: text("kind"),
    state: text("state", { enum: mailStates }).notNull().default("sent"),
    /** The address; for a person's mail the one they had when it was last looked up. */
    recipient: text("recipient").notNull(),
    userId: reference("user_id").references(() => user.id, { onDelete: "set null" }),
    /** Of a reader without an account; a person's own are read when the mail is made. */
    locale: text("locale", { enum: locales }),
    timeZone: text("time_zone"),
    /** What the mail is made from, without its secrets. Null on mails that a request handed over itself: they cannot be repeated. */
    data: jsonb("data").$type<Record<string, unknown>>(),
    /** The links that open something, encrypted; gone as soon as the mail went out or is given up. */
    sealed: text("sealed"),
    subject: text("subject").notNull().default(""),
    /** Empty unless the outbox page is where mails end. */
    text: text("text").notNull().default(""),
    html: text("html").notNull().default(""),
    /** Part of the Message-ID, the same at each try: a server that took the mail twice can tell. */
    messageId: uuid("message_id").notNull().defaultRandom(),
    /** The same key is queued once. */
    dedupeKey: text("dedupe_key"),
    cancelKey: text("cancel_key"),
    attempts: integer("attempts").notNull().default(0),
    /** Not before this. */
    dueAt: timestamptz("due_at").notNull().defaultNow(),
    /** When the job was last told of it. */
    announcedAt: timestamptz("announced_at"),
    /** Until then one worker is handing it over; another keeps off. */
    leaseUntil: timestamptz("lease_until"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    sentAt: timestamptz("sent_at"),
    /** Why the last try did not work, as codes: a mail server's sentence repeats the address. */
    error: text("error"),
  },
  (t) => [
    index("outbox_mail_recent").on(t.createdAt),
    index("outbox_mail_state").on(t.state, t.id),
    index("outbox_mail_user").on(t.userId),
    uniqueIndex("outbox_mail_dedupe").on(t.dedupeKey).where(sql`${t.dedupeKey} is not null`),
    index("outbox_mail_cancel").on(t.cancelKey).where(sql`${t.cancelKey} is not null`),
  ],
);
