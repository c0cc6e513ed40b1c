CREATE TABLE "video_caption" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "video_caption_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"video_id" bigint NOT NULL,
	"language" text NOT NULL,
	"label" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"storage_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "video_chapter" (
	"video_id" bigint NOT NULL,
	"start_ms" integer NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "video_chapter_video_id_start_ms_pk" PRIMARY KEY("video_id","start_ms"),
	CONSTRAINT "video_chapter_start" CHECK ("video_chapter"."start_ms" >= 0)
);
--> statement-breakpoint
DROP INDEX "video_library";--> statement-breakpoint
ALTER TABLE "video" ADD COLUMN "previous_source" jsonb;--> statement-breakpoint
ALTER TABLE "video_caption" ADD CONSTRAINT "video_caption_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_chapter" ADD CONSTRAINT "video_chapter_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "video_caption_label" ON "video_caption" USING btree ("video_id",lower("label"));--> statement-breakpoint
CREATE UNIQUE INDEX "video_caption_default" ON "video_caption" USING btree ("video_id") WHERE "video_caption"."is_default";--> statement-breakpoint
CREATE UNIQUE INDEX "video_caption_key" ON "video_caption" USING btree ("storage_key");--> statement-breakpoint
CREATE INDEX "video_shown" ON "video" USING btree ("created_at") WHERE ("video"."processing_status" = 'ready' or "video"."previous_source" is not null) and "video"."deleted_at" is null;