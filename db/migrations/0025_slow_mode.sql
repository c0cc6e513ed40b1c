CREATE TABLE "message_turn" (
	"room_id" bigint NOT NULL,
	"user_id" bigint,
	"guest_id" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_turn_one_author" CHECK (num_nonnulls("message_turn"."user_id", "message_turn"."guest_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "message_turn" ADD CONSTRAINT "message_turn_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_turn" ADD CONSTRAINT "message_turn_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_turn" ADD CONSTRAINT "message_turn_guest_id_guest_id_fk" FOREIGN KEY ("guest_id") REFERENCES "public"."guest"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "message_turn_user" ON "message_turn" USING btree ("user_id","room_id") WHERE "message_turn"."user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "message_turn_guest" ON "message_turn" USING btree ("guest_id","room_id") WHERE "message_turn"."guest_id" is not null;--> statement-breakpoint
CREATE INDEX "message_turn_room" ON "message_turn" USING btree ("room_id");