CREATE TABLE "video_category" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "video_category_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "video_output" ADD COLUMN "source" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "video_category_name" ON "video_category" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "video_category_used" ON "video" USING btree (lower("category"));--> statement-breakpoint
-- What people have typed so far, the fullest first as the library showed it; the spelling of most counts for all.
INSERT INTO "video_category" ("name", "position")
SELECT "name", row_number() OVER (ORDER BY "videos" DESC, "name")
FROM (SELECT mode() WITHIN GROUP (ORDER BY "category") AS "name", count(*) AS "videos" FROM "video" WHERE "category" <> '' GROUP BY lower("category")) AS "used";--> statement-breakpoint
UPDATE "video" SET "category" = "video_category"."name" FROM "video_category" WHERE lower("video"."category") = lower("video_category"."name") AND "video"."category" <> "video_category"."name";
