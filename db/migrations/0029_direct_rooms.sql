ALTER TABLE "user" ADD COLUMN "takes_direct" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "room" ADD COLUMN "kind" text DEFAULT 'room' NOT NULL;--> statement-breakpoint
ALTER TABLE "room" ADD COLUMN "direct_low" bigint;--> statement-breakpoint
ALTER TABLE "room" ADD COLUMN "direct_high" bigint;--> statement-breakpoint
ALTER TABLE "room_member" ADD COLUMN "muted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_direct_low_user_id_fk" FOREIGN KEY ("direct_low") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_direct_high_user_id_fk" FOREIGN KEY ("direct_high") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "room_direct_pair" ON "room" USING btree ("direct_low","direct_high") WHERE "room"."kind" = 'direct' and "room"."direct_low" is not null and "room"."direct_high" is not null;--> statement-breakpoint
CREATE INDEX "room_direct_high" ON "room" USING btree ("direct_high") WHERE "room"."direct_high" is not null;