CREATE TABLE "call_ban" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "call_ban_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"identity" text NOT NULL,
	"name" text NOT NULL,
	"banned_by" bigint,
	"banned_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_removal" (
	"call_id" bigint NOT NULL,
	"identity" text NOT NULL,
	"removed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "call_removal_call_id_identity_pk" PRIMARY KEY("call_id","identity")
);
--> statement-breakpoint
CREATE TABLE "call_visit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "call_visit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"call_id" bigint NOT NULL,
	"participant_sid" text NOT NULL,
	"identity" text NOT NULL,
	"name" text NOT NULL,
	"session_tag" text,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "call" ADD COLUMN "ended_by" text;--> statement-breakpoint
ALTER TABLE "call" ADD COLUMN "locked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "call" ADD COLUMN "guests_wait_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "call_ban" ADD CONSTRAINT "call_ban_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_ban" ADD CONSTRAINT "call_ban_banned_by_user_id_fk" FOREIGN KEY ("banned_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_removal" ADD CONSTRAINT "call_removal_call_id_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."call"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_visit" ADD CONSTRAINT "call_visit_call_id_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."call"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "call_ban_identity" ON "call_ban" USING btree ("room_id","identity");--> statement-breakpoint
CREATE UNIQUE INDEX "call_visit_sid" ON "call_visit" USING btree ("participant_sid");--> statement-breakpoint
CREATE INDEX "call_visit_call" ON "call_visit" USING btree ("call_id","identity");--> statement-breakpoint
CREATE INDEX "call_visit_open" ON "call_visit" USING btree ("identity") WHERE "call_visit"."left_at" is null;