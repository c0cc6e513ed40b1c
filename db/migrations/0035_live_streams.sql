CREATE TABLE "stream_target" (
	"recording_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"sealed_url" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	CONSTRAINT "stream_target_recording_id_position_pk" PRIMARY KEY("recording_id","position"),
	CONSTRAINT "stream_target_page_has_no_address" CHECK ("stream_target"."kind" <> 'page' or "stream_target"."sealed_url" is null)
);
--> statement-breakpoint
DROP INDEX "recording_running";--> statement-breakpoint
DROP INDEX "recording_key";--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "kind" text DEFAULT 'recording' NOT NULL;--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "audience" text;--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "is_kept" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "stream_target" ADD CONSTRAINT "stream_target_recording_id_recording_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recording"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "recording_running" ON "recording" USING btree ("room_id","kind") WHERE "recording"."status" in ('initiated', 'active');--> statement-breakpoint
CREATE UNIQUE INDEX "recording_key" ON "recording" USING btree ("started_by","room_id","kind","idempotency_key") WHERE "recording"."idempotency_key" is not null;--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_stream_has_audience" CHECK (("recording"."kind" = 'stream') = ("recording"."audience" is not null));