CREATE TABLE "guest" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "guest_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "guest_id" bigint;--> statement-breakpoint
CREATE INDEX "guest_seen" ON "guest" USING btree ("last_seen_at");--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_guest_id_guest_id_fk" FOREIGN KEY ("guest_id") REFERENCES "public"."guest"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "message_guest_client" ON "message" USING btree ("guest_id","client_id") WHERE "message"."guest_id" is not null and "message"."client_id" is not null;