CREATE TABLE "recording" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" bigint NOT NULL,
	"call_id" bigint,
	"mode" text NOT NULL,
	"status" text DEFAULT 'initiated' NOT NULL,
	"engine" text NOT NULL,
	"egress_id" text,
	"started_by" bigint,
	"idempotency_key" text,
	"reason" text,
	"title" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"stopped_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"duration_seconds" double precision,
	"size_bytes" bigint,
	"sha256" text,
	"storage_key" text,
	"video_id" bigint,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"expiry_told_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "recording_saved_is_stored" CHECK ("recording"."status" <> 'saved' or "recording"."storage_key" is not null),
	CONSTRAINT "recording_failed_has_reason" CHECK ("recording"."status" <> 'failed' or "recording"."reason" is not null)
);
--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_call_id_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."call"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_started_by_user_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "recording_running" ON "recording" USING btree ("room_id") WHERE "recording"."status" in ('initiated', 'active');--> statement-breakpoint
CREATE UNIQUE INDEX "recording_key" ON "recording" USING btree ("started_by","room_id","idempotency_key") WHERE "recording"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX "recording_room" ON "recording" USING btree ("room_id","created_at");--> statement-breakpoint
CREATE INDEX "recording_open" ON "recording" USING btree ("created_at") WHERE "recording"."status" in ('initiated', 'active', 'stopped');--> statement-breakpoint
CREATE INDEX "recording_expiry" ON "recording" USING btree ("expires_at") WHERE "recording"."expires_at" is not null and "recording"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "recording_deleted" ON "recording" USING btree ("deleted_at") WHERE "recording"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "recording_call" ON "recording" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "recording_video" ON "recording" USING btree ("video_id");