CREATE TABLE "meeting" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "meeting_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"host_id" bigint,
	"room_id" bigint NOT NULL,
	"owns_room" boolean NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"duration_minutes" integer NOT NULL,
	"time_zone" text NOT NULL,
	"rrule" text,
	"expanded_until" timestamp (3) with time zone,
	"sequence" integer DEFAULT 0 NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"idempotency_key" text,
	"idempotency_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "meeting_duration" CHECK ("meeting"."duration_minutes" between 1 and 1440)
);
--> statement-breakpoint
CREATE TABLE "meeting_attendee" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "meeting_attendee_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"meeting_id" bigint NOT NULL,
	"user_id" bigint,
	"email" text NOT NULL,
	"response" text DEFAULT 'open' NOT NULL,
	"told_hash" text,
	"removed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_feed" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_read_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "meeting_occurrence" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "meeting_occurrence_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"meeting_id" bigint NOT NULL,
	"original_starts_at" timestamp (3) with time zone NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"extended_minutes" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "meeting_occurrence_order" CHECK ("meeting_occurrence"."ends_at" > "meeting_occurrence"."starts_at")
);
--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_host_id_user_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_attendee" ADD CONSTRAINT "meeting_attendee_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_attendee" ADD CONSTRAINT "meeting_attendee_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_feed" ADD CONSTRAINT "meeting_feed_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_occurrence" ADD CONSTRAINT "meeting_occurrence_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_uuid" ON "meeting" USING btree ("uuid");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_own_room" ON "meeting" USING btree ("room_id") WHERE "meeting"."owns_room";--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_idempotency" ON "meeting" USING btree ("host_id","idempotency_key") WHERE "meeting"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX "meeting_host" ON "meeting" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "meeting_room" ON "meeting" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "meeting_series" ON "meeting" USING btree ("expanded_until") WHERE "meeting"."rrule" is not null and "meeting"."cancelled_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_attendee_email" ON "meeting_attendee" USING btree ("meeting_id","email");--> statement-breakpoint
CREATE INDEX "meeting_attendee_user" ON "meeting_attendee" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_feed_hash" ON "meeting_feed" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_occurrence_original" ON "meeting_occurrence" USING btree ("meeting_id","original_starts_at");--> statement-breakpoint
CREATE INDEX "meeting_occurrence_start" ON "meeting_occurrence" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "meeting_occurrence_meeting" ON "meeting_occurrence" USING btree ("meeting_id","starts_at");--> statement-breakpoint
CREATE INDEX "meeting_occurrence_to_end" ON "meeting_occurrence" USING btree ("ends_at") WHERE "meeting_occurrence"."ended_at" is null;