CREATE TABLE "message_report" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "message_report_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"reporter_id" bigint,
	"author_id" bigint,
	"author_guest_id" bigint,
	"reason" text NOT NULL,
	"words" text,
	"context" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" bigint,
	"measures" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_reporter_id_user_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_author_guest_id_guest_id_fk" FOREIGN KEY ("author_guest_id") REFERENCES "public"."guest"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_report" ADD CONSTRAINT "message_report_closed_by_user_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "message_report_once" ON "message_report" USING btree ("message_id","reporter_id") WHERE "message_report"."reporter_id" is not null;--> statement-breakpoint
CREATE INDEX "message_report_message" ON "message_report" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_report_open" ON "message_report" USING btree ("id") WHERE "message_report"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "message_report_closed" ON "message_report" USING btree ("closed_at");--> statement-breakpoint
CREATE INDEX "message_report_room" ON "message_report" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "message_report_reporter" ON "message_report" USING btree ("reporter_id");--> statement-breakpoint
CREATE INDEX "message_report_author" ON "message_report" USING btree ("author_id");