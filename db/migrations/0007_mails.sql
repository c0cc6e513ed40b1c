ALTER TABLE "outbox_mail" ALTER COLUMN "subject" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "outbox_mail" ALTER COLUMN "text" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "outbox_mail" ALTER COLUMN "html" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "state" text DEFAULT 'sent' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "user_id" bigint;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "data" jsonb;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "sealed" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "message_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "dedupe_key" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "cancel_key" text;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "due_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD COLUMN "lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox_mail" ADD CONSTRAINT "outbox_mail_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_mail_state" ON "outbox_mail" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "outbox_mail_user" ON "outbox_mail" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_mail_dedupe" ON "outbox_mail" USING btree ("dedupe_key") WHERE "outbox_mail"."dedupe_key" is not null;--> statement-breakpoint
CREATE INDEX "outbox_mail_cancel" ON "outbox_mail" USING btree ("cancel_key") WHERE "outbox_mail"."cancel_key" is not null;--> statement-breakpoint
UPDATE "outbox_mail" SET "state" = 'failed' WHERE "sent_at" IS NULL AND "error" IS NOT NULL;
