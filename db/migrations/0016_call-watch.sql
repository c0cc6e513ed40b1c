CREATE TABLE "call_watch" (
	"call_id" bigint PRIMARY KEY NOT NULL,
	"video_id" bigint,
	"shown_by" bigint,
	"is_playing" boolean DEFAULT false NOT NULL,
	"position_ms" integer DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"everyone_steers" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_watch" ADD CONSTRAINT "call_watch_call_id_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."call"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_watch" ADD CONSTRAINT "call_watch_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_watch" ADD CONSTRAINT "call_watch_shown_by_user_id_fk" FOREIGN KEY ("shown_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_watch_video" ON "call_watch" USING btree ("video_id");