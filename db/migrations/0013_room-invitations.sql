CREATE TABLE "room_invitation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "room_invitation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"accepted_by" bigint
);
--> statement-breakpoint
ALTER TABLE "room_invitation" ADD CONSTRAINT "room_invitation_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_invitation" ADD CONSTRAINT "room_invitation_invited_by_user_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_invitation" ADD CONSTRAINT "room_invitation_accepted_by_user_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "room_invitation_token" ON "room_invitation" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "room_invitation_open" ON "room_invitation" USING btree ("room_id","email") WHERE "room_invitation"."revoked_at" is null and "room_invitation"."accepted_at" is null;--> statement-breakpoint
CREATE INDEX "room_invitation_email" ON "room_invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "room_invitation_expiry" ON "room_invitation" USING btree ("expires_at");