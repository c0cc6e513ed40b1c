CREATE TABLE "room_note" (
	"room_id" bigint PRIMARY KEY NOT NULL,
	"sequence" bigint DEFAULT 0 NOT NULL,
	"merged" "bytea",
	"merged_sequence" bigint DEFAULT 0 NOT NULL,
	"size_bytes" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" bigint
);
--> statement-breakpoint
CREATE TABLE "room_note_change" (
	"room_id" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "room_note_change_room_id_sequence_pk" PRIMARY KEY("room_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "room_note" ADD CONSTRAINT "room_note_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_note" ADD CONSTRAINT "room_note_updated_by_user_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_note_change" ADD CONSTRAINT "room_note_change_room_id_room_note_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room_note"("room_id") ON DELETE cascade ON UPDATE no action;