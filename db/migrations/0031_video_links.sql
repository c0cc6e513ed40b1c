CREATE TABLE "video_link" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "video_link_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"video_id" bigint NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "video_position" (
	"user_id" bigint NOT NULL,
	"video_id" bigint NOT NULL,
	"seconds" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_position_user_id_video_id_pk" PRIMARY KEY("user_id","video_id"),
	CONSTRAINT "video_position_is_a_place" CHECK ("video_position"."seconds" >= 0)
);
--> statement-breakpoint
ALTER TABLE "video_link" ADD CONSTRAINT "video_link_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_link" ADD CONSTRAINT "video_link_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_position" ADD CONSTRAINT "video_position_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_position" ADD CONSTRAINT "video_position_video_id_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."video"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "video_link_video" ON "video_link" USING btree ("video_id");--> statement-breakpoint
CREATE INDEX "video_link_maker" ON "video_link" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "video_position_recent" ON "video_position" USING btree ("user_id","updated_at");--> statement-breakpoint
CREATE INDEX "video_position_video" ON "video_position" USING btree ("video_id");