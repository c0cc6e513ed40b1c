CREATE TABLE "call_hand" (
	"call_id" bigint NOT NULL,
	"identity" text NOT NULL,
	"raised_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "call_hand_call_id_identity_pk" PRIMARY KEY("call_id","identity")
);
--> statement-breakpoint
ALTER TABLE "call" ADD COLUMN "spotlight" text;--> statement-breakpoint
ALTER TABLE "call_hand" ADD CONSTRAINT "call_hand_call_id_call_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."call"("id") ON DELETE cascade ON UPDATE no action;