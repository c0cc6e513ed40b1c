ALTER TABLE "user" ADD COLUMN "background" text;--> statement-breakpoint
CREATE INDEX "user_background" ON "user" USING btree ("background");