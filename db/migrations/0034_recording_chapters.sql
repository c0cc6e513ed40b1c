CREATE TABLE "recording_chapter" (
	"recording_id" uuid NOT NULL,
	"start_ms" integer NOT NULL,
	"identity" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "recording_chapter_recording_id_start_ms_pk" PRIMARY KEY("recording_id","start_ms"),
	CONSTRAINT "recording_chapter_start" CHECK ("recording_chapter"."start_ms" >= 0)
);
--> statement-breakpoint
ALTER TABLE "recording_chapter" ADD CONSTRAINT "recording_chapter_recording_id_recording_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recording"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recording_chapter_identity" ON "recording_chapter" USING btree ("identity");