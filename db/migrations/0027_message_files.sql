CREATE TABLE "message_file" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" bigint,
	"user_id" bigint,
	"message_id" bigint,
	"name" text NOT NULL,
	"kind" text DEFAULT 'file' NOT NULL,
	"type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"width" integer,
	"height" integer,
	"is_moving" boolean DEFAULT false NOT NULL,
	"storage_prefix" text NOT NULL,
	"stored_bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ready_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "attachments" jsonb;--> statement-breakpoint
ALTER TABLE "message_file" ADD CONSTRAINT "message_file_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_file" ADD CONSTRAINT "message_file_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_file" ADD CONSTRAINT "message_file_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_file_message" ON "message_file" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_file_room" ON "message_file" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "message_file_user" ON "message_file" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "message_file_loose" ON "message_file" USING btree ("created_at") WHERE "message_file"."message_id" is null or "message_file"."removed_at" is not null;