CREATE TABLE "message_reaction" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "message_reaction_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" bigint NOT NULL,
	"emoji" text NOT NULL,
	"user_id" bigint,
	"guest_id" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_reaction_one_author" CHECK (num_nonnulls("message_reaction"."user_id", "message_reaction"."guest_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "reactions_version" bigint;--> statement-breakpoint
ALTER TABLE "message_reaction" ADD CONSTRAINT "message_reaction_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reaction" ADD CONSTRAINT "message_reaction_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reaction" ADD CONSTRAINT "message_reaction_guest_id_guest_id_fk" FOREIGN KEY ("guest_id") REFERENCES "public"."guest"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "message_reaction_user" ON "message_reaction" USING btree ("message_id","emoji","user_id") WHERE "message_reaction"."user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "message_reaction_guest" ON "message_reaction" USING btree ("message_id","emoji","guest_id") WHERE "message_reaction"."guest_id" is not null;--> statement-breakpoint
CREATE INDEX "message_reaction_of_user" ON "message_reaction" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "message_reaction_of_guest" ON "message_reaction" USING btree ("guest_id") WHERE "message_reaction"."guest_id" is not null;