import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { reference, timestamptz } from "@/db/columns";
import { user } from "@/db/schema/accounts";

/** Who a person is for an organisation's identity provider. The subject is theirs for ever; an address is not. */
export const accountIdentity = pgTable(
  "account_identity",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: reference("user_id").notNull().references(() => user.id, { onDelete: "cascade" }),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index("account_identity_user").on(t.userId)],
);
