import { z } from "zod";
import { emailSchema } from "@/lib/accounts/contract";

/** What a program can be allowed to do, for the person it acts for. */
export const scopes = ["rooms:list", "rooms:retrieve", "rooms:create", "rooms:update", "rooms:delete", "meetings:list", "meetings:retrieve", "meetings:create", "meetings:update", "meetings:delete", "recordings:list", "recordings:retrieve", "recordings:delete"] as const;
export type Scope = (typeof scopes)[number];

/** What can be wrong with an application's form, in the words of the API; pages look their translation up by the same key. */
export const applicationMistakes = {
  nameMissing: "Enter a name.",
  nameLong: "Use at most 80 characters.",
  nameUnusable: "This name has characters that cannot be shown.",
  domainMissing: "Enter at least one domain.",
  domainInvalid: "Enter domains such as example.org.",
  domainMany: "Enter at most 100 domains.",
} as const;

const domainPattern = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

export const applicationInput = z.strictObject({
  name: z
    .string(applicationMistakes.nameMissing)
    .trim()
    .min(1, applicationMistakes.nameMissing)
    .max(80, applicationMistakes.nameLong)
    .refine((name) => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(name), applicationMistakes.nameUnusable),
  scopes: z.array(z.enum(scopes)).transform((list) => scopes.filter((scope) => list.includes(scope))),
  /** Never empty: a program acts for people of named domains only. */
  allowedDomains: z
    .array(z.string().trim().toLowerCase().regex(domainPattern, applicationMistakes.domainInvalid))
    .min(1, applicationMistakes.domainMissing)
    .max(100, applicationMistakes.domainMany)
    .transform((list) => [...new Set(list)]),
  mayCreatePublicRooms: z.boolean(),
  /** A person of an allowed domain without an account gets one when the program asks for them. */
  mayCreateUsers: z.boolean(),
});
export type ApplicationInput = z.output<typeof applicationInput>;

/** An application as administrators see it. The secret is not in it: it was shown once. */
export type ApplicationItem = ApplicationInput & {
  id: number;
  clientId: string;
  isActive: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** When the predecessor of the secret stops being good, while it still is. */
  oldSecretUntil: Date | null;
};

/** Exists only in the answer that carries it. */
export type IssuedSecret = { clientId: string; secret: string };

/** Unknown parameters are ignored, as OAuth 2.0 (RFC 6749, 3.2) asks. */
export const tokenInput = z.object({
  client_id: z.string("Enter the client id.").min(1, "Enter the client id.").max(100, "This is no client id."),
  client_secret: z.string("Enter the client secret.").min(1, "Enter the client secret.").max(200, "This is no client secret."),
  grant_type: z.literal("client_credentials", "Use client_credentials."),
  /** The address of the person to act for. */
  scope: emailSchema,
});
export type TokenInput = z.output<typeof tokenInput>;

export const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  /** In seconds. */
  expires_in: z.int(),
  /** What the token allows, separated by spaces. */
  scope: z.string(),
});
export type IssuedToken = z.output<typeof tokenSchema>;
