import { z } from "zod";
import { chatUserSchema, messageSchema } from "@/lib/chat/contract";
import { emailSchemaWith } from "@/lib/core/email";
import { defineJobEvent } from "@/lib/core/job-event";
import { settings } from "@/lib/core/settings";
import { slugPattern } from "@/lib/core/slug";
import type { Sort } from "@/lib/core/sort";
import { accessLevels, inviteOutcomes, publishers, recorders, roomMistakes, roomRoles } from "@/lib/rooms/constants";

export type AccessLevel = (typeof accessLevels)[number];

export type RoomRole = (typeof roomRoles)[number];

const hasBidiControl = /[\u202a-\u202e\u2066-\u2069]/;

/** A name as people see it: trimmed, no control or direction-override characters, 1 to 255 characters. */
export const roomNameSchema = z
  .string(roomMistakes.nameMissing)
  .trim()
  .min(1, roomMistakes.nameMissing)
  .refine((name) => [...name].length <= settings.roomNameMaxLength, roomMistakes.nameLong)
  .refine((name) => !/\p{Cc}|\p{Surrogate}/u.test(name) && !hasBidiControl.test(name), roomMistakes.nameUnusable)
  .refine((name) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(name), roomMistakes.nameMissing);

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, `Use one of: ${values.join(", ")}.`);
const yesOrNo = z.boolean("Use true or false.");
const participantsMistake = `Use a number from 2 to ${settings.roomMaxParticipantsLimit}.`;

const slowModeMistake = `Use a number of seconds from 0 to ${settings.slowModeMaxSeconds}.`;

const keptMistake = `Use a number of days from 0 to ${settings.recordingKeptMaxDays}.`;

/** The room's switches as they are written: a missing one keeps what it is, an unknown one is refused. */
export const roomConfigurationSchema = z.strictObject({
  microphone: oneOf(publishers).optional(),
  camera: oneOf(publishers).optional(),
  screen: oneOf(publishers).optional(),
  /** People come in with the microphone off; they may turn it on. */
  start_muted: yesOrNo.optional(),
  start_camera_off: yesOrNo.optional(),
  /** Whether everyone in a call may mute others, not only hosts. */
  everyone_may_mute: yesOrNo.optional(),
  /** Everybody but hosts waits until a host lets them in, whatever the access level says. */
  lobby: yesOrNo.optional(),
  /** Whether members may write messages. */
  chat: yesOrNo.optional(),
  /** Slow mode: so long everybody but hosts waits between two messages of theirs; 0 is off. */
  slow_mode_seconds: z.int(slowModeMistake).min(0, slowModeMistake).max(settings.slowModeMaxSeconds, slowModeMistake).optional(),
  recording: oneOf(recorders).optional(),
  /** Whether people are asked before they come into a call that is recorded, and before they go on in one that begins to be. */
  recording_consent: yesOrNo.optional(),
  /** Recordings become videos of the library for the members, without being asked. */
  recording_to_library: yesOrNo.optional(),
  /** Recordings are deleted so many days after they were saved; 0: they are kept. */
  recording_kept_days: z.int(keptMistake).min(0, keptMistake).max(settings.recordingKeptMaxDays, keptMistake).optional(),
  /** Sound and pictures of calls are encrypted by a passphrase that only the people in them have. */
  encryption: yesOrNo.optional(),
  max_participants: z.int(participantsMistake).min(2, participantsMistake).max(settings.roomMaxParticipantsLimit, participantsMistake).optional(),
});
export type RoomConfiguration = z.output<typeof roomConfigurationSchema>;

/** Every switch of a room with what is in force. */
export const roomSettingsSchema = roomConfigurationSchema.required();
export type RoomSettings = z.output<typeof roomSettingsSchema>;

const roomDefaults: RoomSettings = {
  microphone: "everyone",
  camera: "everyone",
  screen: "everyone",
  start_muted: false,
  start_camera_off: false,
  everyone_may_mute: false,
  lobby: false,
  chat: true,
  slow_mode_seconds: 0,
  recording: "hosts",
  recording_consent: false,
  recording_to_library: false,
  recording_kept_days: 0,
  encryption: false,
  max_participants: settings.roomMaxParticipants,
};

/** What is in force in a room: its own choices over the defaults. Only choices are stored, so that a default can change; what is stored and no longer known does not count. */
export function roomSettings(stored: Record<string, unknown>): RoomSettings {
  const chosen = Object.entries(roomConfigurationSchema.shape).flatMap(([key, schema]) => {
    const { data } = schema.safeParse(stored[key]);
    return data === undefined ? [] : [[key, data] as const];
  });
  return { ...roomDefaults, ...(Object.fromEntries(chosen) as RoomConfiguration) };
}

const slugSchema = z.string("Use text.").max(80, roomMistakes.slugLong).regex(slugPattern, roomMistakes.slugShape);
const listedSchema = z.boolean("Use true or false.");

export const createRoomInput = z.strictObject({
  name: roomNameSchema,
  slug: slugSchema.optional(),
  access_level: oneOf(accessLevels).optional(),
  listed: listedSchema.optional(),
  configuration: roomConfigurationSchema.optional(),
});
export type CreateRoomInput = z.output<typeof createRoomInput>;

/** What a change names is changed, the rest stays; so for each switch of the configuration. */
export const changeRoomInput = createRoomInput.partial();
export type ChangeRoomInput = z.output<typeof changeRoomInput>;

/** What somebody's new rooms start with; a missing one is the product's own default. */
export type RoomDefaults = Pick<CreateRoomInput, "access_level" | "listed">;

/** The other one of a direct conversation. Without an account they are nobody (`id` 0); `active`: they can read what is written. */
export const directSchema = z.object({ id: z.int(), username: z.string(), active: z.boolean() });
export type Direct = z.output<typeof directSchema>;

/** Begins a direct conversation, or finds the one there is. */
export const startDirectInput = z.strictObject({ user_id: z.int("Use a person's number.").positive("Use a person's number.") });
export const startedDirectSchema = z.object({ id: z.int(), slug: z.string() });

/** A room as its members' clients get it. */
export const roomSchema = z.object({
  id: z.int(),
  name: z.string(),
  slug: z.string(),
  version: z.int(),
  bumped_at: z.string(),
  member_count: z.int(),
  last_message: messageSchema.nullable(),
  /** Only of direct conversations, whose name is that of this person; events, which are the same for everybody, do not have it. */
  direct: directSchema.optional(),
});
export type Room = z.output<typeof roomSchema>;

/** What the asker may do with a room: a button is there exactly when the server would say yes. */
export const roomAbilitiesSchema = z.object({ send_messages: z.boolean(), attach_files: z.boolean(), delete_messages: z.boolean(), leave: z.boolean(), change: z.boolean(), delete: z.boolean(), manage_members: z.boolean(), make_owners: z.boolean() });
export type RoomAbilities = z.output<typeof roomAbilitiesSchema>;

/** What of a room is changed by its settings; also the body of `room_updated`, with the room and who did it. */
export const roomFactsSchema = z.object({ access_level: z.enum(accessLevels), listed: z.boolean(), configuration: roomSettingsSchema });

export const roomDetailSchema = roomSchema.extend({ ...roomFactsSchema.shape, abilities: roomAbilitiesSchema });
export type RoomDetail = z.output<typeof roomDetailSchema>;

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

/** Room events: somebody's role changed; the room was deleted (its members hear `user_left` after it); it is back. */
export const roleChanged = "role_changed";
export const roomDeleted = "room_deleted";
export const roomRestored = "room_restored";

/** A room event: its name, address, access level, listing or configuration changed. */
export const roomUpdated = "room_updated";

/** A job event: what decides about places and permissions in the room's call has changed. */
export const roomChanged = defineJobEvent("room/changed", z.object({ roomId: z.int() }));

/** A room in one's own list, with how many messages of others have not been read, and how many of those name the reader. */
export type RoomListItem = Room & { unread: number; mentions: number; /** The reader's own wish: only what names them is shown as unread. */ muted: boolean };

export const muteRoomInput = z.strictObject({ muted: yesOrNo });
/** Sent to one's own browsers only: whether one has muted a room. */
export const roomMuted = "room_muted";
export type RoomMutedBody = { room: { id: number }; muted: boolean };

/** Sent to one's own browsers only: how far one has read a room. */
export const roomRead = "room_read";
/** `unread` and `mentions` are what was left when the room stood at version `at`. */
export type RoomReadBody = { room: { id: number; version: number }; unread: number; mentions: number; at: number };

export const tellHereInput = z.strictObject({ here: z.boolean() });
/** Which members have the room before them, how many in all, and when to say so again. */
export const hereSchema = z.object({ here: z.array(z.int()), count: z.int(), again_seconds: z.int() });
export type HereAnswer = z.output<typeof hereSchema>;
/** Type of what a room's readers get when somebody comes or goes; it has no version. */
export const presenceEvent = "presence";
export type PresenceBody = { room: { id: number }; users: readonly { id: number; here: boolean }[] };

export const markReadInput = z.strictObject({ version: z.int("Use a whole number.").min(0, "Use a whole number.") });

export type RoomMemberItem = { id: number; username: string; role: RoomRole };

/** A member with what the asker may do about them: the roles they may be given besides their own, and whether they may be removed. */
export const roomMemberSchema = z.object({
  id: z.int(),
  username: z.string(),
  role: z.enum(roomRoles),
  joined_at: z.string(),
  can: z.object({ change_role: z.array(z.enum(roomRoles)), remove: z.boolean() }),
});
export type RoomMember = z.output<typeof roomMemberSchema>;

const roleSchema = oneOf(roomRoles);
export const addMemberInput = z.strictObject({ user_id: z.int("Use a person's number.").positive("Use a person's number."), role: roleSchema.optional() });
export type AddMemberInput = z.output<typeof addMemberInput>;
export const changeRoleInput = z.strictObject({ role: roleSchema });

/** Somebody who could be added. */
export const candidateSchema = z.object({ id: z.int(), username: z.string() });

export const invitationMistakes = {
  addressInvalid: "Enter addresses such as ada@example.org.",
  addressMissing: "Enter an address.",
  addressesMany: `Use at most ${settings.invitationMaxAddresses} addresses.`,
} as const;

export const inviteInput = z.strictObject({
  emails: z
    .array(emailSchemaWith(invitationMistakes.addressInvalid), invitationMistakes.addressInvalid)
    .min(1, invitationMistakes.addressMissing)
    .max(settings.invitationMaxAddresses, invitationMistakes.addressesMany)
    .transform((list) => [...new Set(list)]),
  /** Member, where nothing is said. */
  role: roleSchema.optional(),
});
export type InviteInput = z.output<typeof inviteInput>;

export const inviteOutput = z.object({ results: z.array(z.object({ email: z.string(), outcome: z.enum(inviteOutcomes) })) });
export type InviteResult = z.output<typeof inviteOutput>["results"][number];

/** How an open invitation stands: it can be used, its time is over, or whoever sent it may no longer invite with this role. */
export const invitationStates = ["pending", "expired", "powerless"] as const;
export const invitationSchema = z.object({
  id: z.int(),
  email: z.string(),
  role: z.enum(roomRoles),
  state: z.enum(invitationStates),
  /** The display name; null for somebody who is gone. */
  invited_by: z.string().nullable(),
  mailed_at: z.string().nullable(),
  expires_at: z.string(),
});
export type Invitation = z.output<typeof invitationSchema>;

/** Taken back, or (undo) in force again. */
export const changeInvitationInput = z.strictObject({ revoked: yesOrNo });

/** What the page of an invitation's link shows. */
export type InvitationView =
  | { state: "open"; room: string; by: string; role: RoomRole }
  | { state: "signed_out"; room: string; by: string; role: RoomRole }
  | { state: "other_account"; room: string; by: string; /** Whose it is, with most letters hidden. */ address: string }
  | { state: "member"; slug: string; room: string }
  | { state: "banned"; room: string }
  | { state: "gone" };

/** In which state a room can be looked for by moderators; a live one is in use too. */
export const roomStates = ["active", "live", "deleted"] as const;
export type RoomState = (typeof roomStates)[number];

/** A room as the page of one of its people names it. */
export type RoomOfPerson = { id: number; name: string; role: RoomRole; memberCount: number; isDeleted: boolean };

/** What the list of all rooms can be sorted by. */
export const anyRoomSorts = ["name", "people", "since"] as const;
export type AnyRoomSort = Sort<(typeof anyRoomSorts)[number]>;

/** A room in the list of all rooms. */
export type AnyRoom = { id: number; name: string; slug: string; accessLevel: AccessLevel; listed: boolean; memberCount: number; createdAt: Date; deletedAt: Date | null; isLive: boolean };
export type AnyRoomDetail = AnyRoom & { configuration: RoomSettings; owners: { id: number; username: string }[]; keptUntil: Date | null };

/** A deleted room of one's own, and until when it can be brought back. */
export type DeletedRoom = { id: number; name: string; slug: string; member_count: number; deleted_at: string; kept_until: string };

/** An event of a room, as stored and as sent: `version` is its place in the room's order. */
export const roomEventSchema = z.object({ type: z.string(), body: z.record(z.string(), z.unknown()), room_id: z.int(), version: z.int() });

/** Events after a version. `lost`: some are no longer kept, so reload instead. `more`: ask again after the last one. */
export const roomEventsSchema = z.object({ events: z.array(roomEventSchema), lost: z.boolean(), more: z.boolean() });
export type RoomEvents = z.output<typeof roomEventsSchema>;
