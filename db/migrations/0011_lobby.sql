CREATE TABLE "lobby_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lobby_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"user_id" bigint,
	"guest_id" bigint,
	"identity" text GENERATED ALWAYS AS (coalesce('u' || user_id::text, 'g' || guest_id::text)) STORED NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"away_at" timestamp (3) with time zone,
	"judged_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" bigint,
	CONSTRAINT "lobby_entry_person" CHECK (num_nonnulls("lobby_entry"."user_id", "lobby_entry"."guest_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "lobby_message" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lobby_message_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"entry_id" bigint NOT NULL,
	"is_from_host" boolean NOT NULL,
	"author_name" text NOT NULL,
	"content" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lobby_entry" ADD CONSTRAINT "lobby_entry_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lobby_entry" ADD CONSTRAINT "lobby_entry_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lobby_entry" ADD CONSTRAINT "lobby_entry_guest_id_guest_id_fk" FOREIGN KEY ("guest_id") REFERENCES "public"."guest"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lobby_entry" ADD CONSTRAINT "lobby_entry_decided_by_user_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lobby_message" ADD CONSTRAINT "lobby_message_entry_id_lobby_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."lobby_entry"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lobby_entry_waiting" ON "lobby_entry" USING btree ("room_id","identity") WHERE "lobby_entry"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "lobby_entry_queue" ON "lobby_entry" USING btree ("room_id","asked_at") WHERE "lobby_entry"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "lobby_entry_identity" ON "lobby_entry" USING btree ("identity","room_id","asked_at");--> statement-breakpoint
CREATE INDEX "lobby_entry_decided" ON "lobby_entry" USING btree ("decided_at");--> statement-breakpoint
CREATE INDEX "lobby_message_entry" ON "lobby_message" USING btree ("entry_id","id");