import { z } from "zod";
import { chatUserSchema, messageSchema } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import { slugPattern } from "@/lib/core/slug";

export const accessLevels = ["public", "authenticated", "restricted"] as const;
export type AccessLevel = (typeof accessLevels)[number];

export const roomRoles = ["owner", "administrator", "member"] as const;
export type RoomRole = (typeof roomRoles)[number];

const hasBidiControl = /[\u202a-\u202e\u2066-\u2069]/;

/** What can be wrong with a room that someone makes; pages say the same in the reader's language by the key. */
export const roomMistakes = {
  nameMissing: "Enter a name.",
  nameLong: `Use at most ${settings.roomNameMaxLength} characters.`,
  nameUnusable: "Use letters, digits and punctuation only.",
  nameTaken: "A listed room has this name already.",
  slugLong: "Use at most 80 characters.",
  slugShape: "Use lower case letters, digits and hyphens, with at least one letter.",
  slugTaken: "This address is taken.",
} as const;

/** A name as people see it: trimmed, no control or direction-override characters, 1 to 255 characters. */
export const roomNameSchema = z
  .string(roomMistakes.nameMissing)
  .trim()
  .min(1, roomMistakes.nameMissing)
  .refine((name) => [...name].length <= settings.roomNameMaxLength, roomMistakes.nameLong)
  .refine((name) => !/\p{Cc}|\p{Surrogate}/u.test(name) && !hasBidiControl.test(name), roomMistakes.nameUnusable)
  .refine((name) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(name), roomMistakes.nameMissing);

/** The room's switches. A missing one has its default; an unknown one is refused. */
export const roomConfigurationSchema = z.strictObject({
  /** Whether members may write messages. */
  chat: z.boolean("Use true or false.").optional(),
});

export const createRoomInput = z.strictObject({
  name: roomNameSchema,
  slug: z.string("Use text.").max(80, roomMistakes.slugLong).regex(slugPattern, roomMistakes.slugShape).optional(),
  access_level: z.enum(accessLevels, `Use one of: ${accessLevels.join(", ")}.`).optional(),
  listed: z.boolean("Use true or false.").optional(),
  configuration: roomConfigurationSchema.optional(),
});
export type CreateRoomInput = z.output<typeof createRoomInput>;

/** A room as its members' clients get it. */
export const roomSchema = z.object({
  id: z.int(),
  name: z.string(),
  slug: z.string(),
  version: z.int(),
  bumped_at: z.string(),
  member_count: z.int(),
  last_message: messageSchema.nullable(),
});
export type Room = z.output<typeof roomSchema>;

/** What the asker may do with a room: a button is there exactly when the server would say yes. */
export const roomAbilitiesSchema = z.object({ send_messages: z.boolean(), leave: z.boolean() });

export const createdRoomSchema = roomSchema.extend({
  access_level: z.enum(accessLevels),
  listed: z.boolean(),
  configuration: roomConfigurationSchema,
  abilities: roomAbilitiesSchema,
});
export type CreatedRoom = z.output<typeof createdRoomSchema>;

/** A room that a search finds. */
export const foundRoomSchema = z.object({
  id: z.int(),
  name: z.string(),
  slug: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  is_member: z.boolean(),
});
export type FoundRoom = z.output<typeof foundRoomSchema>;

/** Who came or went; also what the answer of join and leave is. */
export const membershipSchema = z.object({ room: roomSchema, user: chatUserSchema });
export type Membership = z.output<typeof membershipSchema>;

/** The two types of room events that change who hears the room. */
export const userJoined = "user_joined";
export const userLeft = "user_left";

/** A room in one's own list, with what has not been read. */
export type RoomListItem = Room & { unread: number };

/** Sent to one's own browsers only: how far one has read a room. */
export const roomRead = "room_read";

export const markReadInput = z.strictObject({ version: z.int("Use a whole number.").min(0, "Use a whole number.") });

export type RoomMemberItem = { id: number; username: string; role: RoomRole };

/** An event of a room, as stored and as sent: `version` is its place in the room's order. */
export const roomEventSchema = z.object({ type: z.string(), body: z.record(z.string(), z.unknown()), room_id: z.int(), version: z.int() });

/** Events after a version. `lost`: some are no longer kept, so reload instead. `more`: ask again after the last one. */
export const roomEventsSchema = z.object({ events: z.array(roomEventSchema), lost: z.boolean(), more: z.boolean() });
export type RoomEvents = z.output<typeof roomEventsSchema>;
