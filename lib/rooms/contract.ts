import { z } from "zod";
import { settings } from "@/lib/core/settings";
import { slugPattern } from "@/lib/core/slug";

export const accessLevels = ["public", "authenticated", "restricted"] as const;
export type AccessLevel = (typeof accessLevels)[number];

export const roomRoles = ["owner", "administrator", "member"] as const;
export type RoomRole = (typeof roomRoles)[number];

const hasBidiControl = /[\u202a-\u202e\u2066-\u2069]/;

/** A name as people see it: trimmed, no control or direction-override characters, 1 to 255 characters. */
export const roomNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(settings.roomNameMaxLength, `Use at most ${settings.roomNameMaxLength} characters.`)
  .refine((name) => !/\p{Cc}/u.test(name) && !hasBidiControl.test(name), "Use letters, digits and punctuation only.")
  .refine((name) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(name), "Enter a name.");

export const createRoomInput = z.strictObject({
  name: roomNameSchema,
  slug: z.string().max(80).regex(slugPattern, "Use lower case letters, digits and hyphens, with at least one letter.").optional(),
  access_level: z.enum(accessLevels).optional(),
  listed: z.boolean().optional(),
});
export type CreateRoomInput = z.output<typeof createRoomInput>;
