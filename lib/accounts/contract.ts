import { z } from "zod";
import { settings } from "@/lib/core/settings";

export const userRoles = ["user", "moderator", "admin"] as const;
export type UserRole = (typeof userRoles)[number];

export const tokenPurposes = ["activate", "reset"] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

export const locales = ["en", "de", "fr"] as const;
export type Locale = (typeof locales)[number];

/** Trimmed, letter case ignored: one address, one account. */
export const emailSchema = z.string().trim().toLowerCase().pipe(z.email("Enter a valid email address.").max(254, "Enter a valid email address."));

/** Length only (ASVS 6.2): no rules on composition. Counted in code points of the NFC form, which is also what is hashed. */
export const passwordSchema = z
  .string()
  .refine((text) => !text.includes("\0"), "This password cannot be used.")
  .transform((text) => text.normalize("NFC"))
  .refine((text) => [...text].length >= settings.passwordMinLength, `Use at least ${settings.passwordMinLength} characters.`)
  .refine((text) => [...text].length <= settings.passwordMaxLength, `Use at most ${settings.passwordMaxLength} characters.`);

/** Who looks at a page: what the shell needs, nothing else. */
export type Viewer = { id: number; name: string; email: string; role: UserRole; locale: Locale };
