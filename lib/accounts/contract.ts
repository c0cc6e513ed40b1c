import { z } from "zod";
import { emailSchemaWith } from "@/lib/core/email";
import { defineJobEvent } from "@/lib/core/job-event";
import { locales, type Locale } from "@/lib/core/locale";
import { settings } from "@/lib/core/settings";
import type { Sort } from "@/lib/core/sort";
import type { NotificationChoices } from "@/lib/notifications/contract";
import type { RoomDefaults } from "@/lib/rooms/contract";

export const userRoles = ["user", "moderator", "admin"] as const;
export type UserRole = (typeof userRoles)[number];

/** `keep`: an account that is about to be deleted. `invite`: one that an administrator made for somebody. */
export const tokenPurposes = ["activate", "reset", "keep", "invite"] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** What a passkey is asked to sign a challenge for. */
export const challengePurposes = ["register", "sign-in", "proof"] as const;
export type ChallengePurpose = (typeof challengePurposes)[number];

/** `gone`: the file was removed when its time was over. */
export const exportStates = ["pending", "running", "ready", "failed", "gone"] as const;

/** What a person is told of by mail, whoever did it: how one gets into their account has changed, or somebody tries to. */
export const securityNews = [
  "authenticatorOn", "authenticatorOff", "recoveryRenewed", "recoveryUsed", "codesGuessed",
  "passkeyAdded", "passkeyRemoved", "passkeyCopied", "factorsRemoved",
] as const;
export type SecurityNews = (typeof securityNews)[number];

export { locales, type Locale };

/** What can be wrong with a field, in the words of the API; pages look their translation up by the same key. */
export const mistakes = {
  passwordWrong: "This is not your password.",
  codeWrong: "This code is wrong, was used already, or is too old.",
  emailInvalid: "Enter a valid email address.",
  nameMissing: "Enter a name.",
  nameTooLong: "Use at most 80 characters.",
  nameUnusable: "This name has characters that cannot be shown.",
  passwordUnusable: "This password cannot be used.",
  passwordShort: `Use at least ${settings.passwordMinLength} characters.`,
  passwordLong: `Use at most ${settings.passwordMaxLength} characters.`,
  passwordCommon: "This password is one of the most common ones.",
  passwordIsEmail: "Use a password that is not your email address.",
  passwordsDiffer: "The passwords do not match.",
  required: "This field is required.",
  pictureUnreadable: "This is not a picture that can be read. Use a JPEG, PNG, WebP or GIF file.",
  pictureLarge: "This picture has too many pixels. Use one of at most 50 megapixels.",
  pictureSquare: "Choose a part that lies inside the picture.",
  emailKnown: "There is an account with this address already.",
  emailSame: "This is your address already.",
  emailDiffers: "This is not the address of your account.",
  addressTakenBack: "Your old address has an account of its own by now. Ask an administrator for help.",
  lastAdmin: "The last administrator stays one.",
  timeZoneUnknown: "Choose a time zone from the list.",
} as const;
export type Mistake = keyof typeof mistakes;

/** Trimmed, letter case ignored: one address, one account. */
export const emailSchema = emailSchemaWith(mistakes.emailInvalid);

/** Length only (ASVS 6.2): no rules on composition. Counted in code points of the NFC form, which is also what is hashed. */
export const passwordSchema = z
  .string()
  .refine((text) => !text.includes("\0"), mistakes.passwordUnusable)
  // Bounds the work of what follows; no 128 code points take more units than this, composed or not.
  .refine((text) => text.length <= settings.passwordMaxLength * 16, { error: mistakes.passwordLong, abort: true })
  .transform((text) => text.normalize("NFC"))
  .refine((text) => [...text].length >= settings.passwordMinLength, mistakes.passwordShort)
  .refine((text) => [...text].length <= settings.passwordMaxLength, mistakes.passwordLong);

export const maxNameCodePoints = 80;
/** Control characters, and those that turn the writing direction of what stands around a name. */
const unshowable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]/u;

/** What others see of a person; never the address. */
export const displayNameSchema = z
  .string()
  .transform((text) => text.normalize("NFC").trim().replace(/ {2,}/g, " "))
  .refine((text) => !unshowable.test(text), { error: mistakes.nameUnusable, abort: true })
  .refine((text) => text.replace(/[\p{Z}\p{Cf}]/gu, "") !== "", { error: mistakes.nameMissing, abort: true })
  .refine((text) => [...text].length <= maxNameCodePoints, mistakes.nameTooLong);

/** A new password, typed twice, under the field names of its form. */
function refusePasswordsThatDiffer<K extends string>(first: K, second: K) {
  return (input: Record<K, string>, context: z.RefinementCtx) => {
    if (input[first] !== input[second].normalize("NFC")) context.addIssue({ code: "custom", path: [second], message: mistakes.passwordsDiffer });
  };
}

/** A missing or empty name is made from the address. Whatever else a client sends is ignored. */
export const registerSchema = z
  .object({
    email: emailSchema,
    password: passwordSchema,
    confirmed_password: z.string(),
    name: z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : (value ?? undefined)), displayNameSchema.optional()),
  })
  .superRefine(refusePasswordsThatDiffer("password", "confirmed_password"));

export const resetPasswordSchema = z
  .object({ new_password: passwordSchema, confirm_password: z.string() })
  .superRefine(refusePasswordsThatDiffer("new_password", "confirm_password"));

/** What an administrator says of somebody whom they invite: where to, as what, and in which language. */
export const invitationSchema = z.strictObject({ email: emailSchema, role: z.enum(userRoles), locale: z.enum(locales) });
export type Invitation = z.output<typeof invitationSchema>;

/** What somebody who was invited fills in. */
export const acceptInvitationSchema = z.object({ name: displayNameSchema, new_password: passwordSchema, confirm_password: z.string() }).superRefine(refusePasswordsThatDiffer("new_password", "confirm_password"));

export const emailOnlySchema = z.object({ email: emailSchema });

/** Widths of a person's picture, in pixels: beside a name, and large. */
export const pictureWidths = [96, 512] as const;
export type PictureWidth = (typeof pictureWidths)[number];

/** A name of the IANA time zone database that this platform can count in. */
export const timeZoneSchema = z.string().max(64, mistakes.timeZoneUnknown).refine(isTimeZone, mistakes.timeZoneUnknown);

function isTimeZone(name: string): boolean {
  // An offset (`+01:00`) is accepted by Intl too, but knows no summer.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const profileSchema = z.strictObject({ name: displayNameSchema, locale: z.enum(locales), time_zone: timeZoneSchema });

/** What an administrator says when they have an account deleted. */
export const deletionOrderSchema = z.strictObject({
  reason: z.string().trim().min(3, mistakes.required).max(500).refine((text) => !text.includes("\0")),
  keepSharedVideos: z.boolean(),
});
export type DeletionOrder = z.output<typeof deletionOrderSchema>;

/** Somebody wants a copy of their data. */
export const exportRequested = defineJobEvent("account/export-requested", z.strictObject({ exportId: z.uuid() }));

/** A copy of one's data, as its page shows it. */
export type ExportView = { id: string; state: (typeof exportStates)[number]; progress: number; sizeBytes: number | null; expiresAt: Date | null };

/** The time of grace of a closed account is over. */
export const accountPurgeDue = defineJobEvent("account/purge-due", z.strictObject({ personId: z.int().positive() }));

/** A deletion that is under way. `canStop`: until it has begun. */
export type DeletionState = { dueAt: Date; isOwnWish: boolean; reason: string | null; canStop: boolean };

/** What a person sees of their own settings. */
export type Profile = {
  id: number;
  name: string;
  email: string;
  locale: Locale;
  timeZone: string;
  isTimeZoneChosen: boolean;
  roomDefaults: RoomDefaults;
  notificationChoices: NotificationChoices;
  /** Whether people from their rooms may begin a direct conversation. */
  takesDirect: boolean;
  /** Address of the large picture. */
  picture: string | null;
  /** A new address that waits for its confirmation. */
  addressChange: { newEmail: string; until: Date } | null;
};

/** Who looks at a page: what the shell needs, nothing else. */
export type Viewer = { id: number; name: string; email: string; role: UserRole; locale: Locale };

/** A sign-in as its person sees it in the list of devices. */
export type SessionItem = {
  id: string;
  /** The one that asks. */
  isCurrent: boolean;
  browser: string | null;
  system: string | null;
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date;
};

/** By what a person can confirm that it is them. */
export type ProofMethods = { password: boolean; code: boolean; passkey: boolean };

const base64url = z.string().max(16_384).regex(/^[\w-]+$/);
const credential = { id: base64url, rawId: base64url, type: z.literal("public-key"), clientExtensionResults: z.record(z.string(), z.unknown()).default({}), authenticatorAttachment: z.string().max(40).optional() };

/** What a browser answers when it made a passkey (WebAuthn's JSON). Browsers add members of their own: those are dropped. */
export const passkeyRegistrationSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports: z.array(z.string().max(40)).max(10).optional() }),
});
export type PasskeyRegistration = z.output<typeof passkeyRegistrationSchema>;

/** What a browser answers when it signed with a passkey. */
export const passkeyAnswerSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url, userHandle: base64url.optional() }),
});
export type PasskeyAnswer = z.output<typeof passkeyAnswerSchema>;

/** A passkey as its person sees it. */
export type PasskeyItem = { id: number; name: string; isBackedUp: boolean; createdAt: Date; lastUsedAt: Date | null; can: { remove: boolean } };

/** The ways into one's own account, for the page that changes them. */
export type SecurityOverview = { hasPassword: boolean; authenticatorSince: Date | null; recoveryCodesLeft: number; passkeys: PasskeyItem[] };

/** `waiting`: the address was never confirmed. `off`: an administrator switched the account off. */
/** `waiting` for the confirmation of their address, `invited` and never came, `leaving`: closed, and deleted when the time of grace is over. */
export const personStates = ["active", "waiting", "invited", "leaving", "off"] as const;
export type PersonState = (typeof personStates)[number];

/** What the list of people can be sorted by. */
export const personSorts = ["name", "email", "role", "since"] as const;
export type PersonSort = Sort<(typeof personSorts)[number]>;

/** A person as the admin pages list them. The address is for administrators only. */
export type PersonItem = { id: number; name: string; email: string | null; role: UserRole; state: PersonState; createdAt: Date };

/** What the one who looks may do with this person; a button shows exactly when the server would say yes. */
export type PersonAbilities = { changeRole: boolean; deactivate: boolean; reactivate: boolean; endSessions: boolean; mailLink: boolean; revokeInvitation: boolean; removeFactors: boolean };

/** What a person has besides a password. */
export type PersonFactors = { authenticator: boolean; recoveryCodesLeft: number; passkeys: number };

/** One person with their sign-ins and factors (for administrators only) and how many rooms they are in. */
export type PersonDetail = PersonItem & { roomCount: number; deletion: DeletionState | null; sessions: SessionItem[] | null; factors: PersonFactors | null; can: PersonAbilities };
