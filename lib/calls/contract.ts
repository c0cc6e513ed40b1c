import { z } from "zod";
import { displayNameSchema } from "@/lib/accounts/contract";
import type { Actor, GuestActor, UserActor } from "@/lib/authz/actor";
import { reactions } from "@/lib/calls/constants";
import { settings } from "@/lib/core/settings";
import { accessLevels, roomRoles } from "@/lib/rooms/constants";
import { roomConfigurationSchema, roomSettingsSchema } from "@/lib/rooms/contract";
import { captionList } from "@/lib/videos/contract";

/** What a person is in a call: their role in the room, or a guest of it. */
export const callRoles = [...roomRoles, "guest"] as const;
export type CallRole = (typeof callRoles)[number];

/** What a person can send in a call. */
export const mediaSources = ["microphone", "camera", "screen"] as const;
export type MediaSource = (typeof mediaSources)[number];

/** What ended a call: the last person left, a host or moderator closed it, its meeting's time was up, or the room was deleted. */
export const callEndings = ["left", "host", "meeting", "deleted"] as const;
export type CallEnding = (typeof callEndings)[number];

/** Someone's identity in LiveKit, in tiles and in colours: `u<user id>`. */
export function userIdentity(userId: number): string {
  return `u${userId}`;
}

/** The same of a guest: `g<guest id>`. */
export function guestIdentity(guestId: number): string {
  return `g${guestId}`;
}

/** The same of the one who asks; null for those who have none: strangers and programs. */
export function identityOf(actor: UserActor | GuestActor): string;
export function identityOf(actor: Actor): string | null;
export function identityOf(actor: Actor): string | null {
  if (actor.kind === "guest") return guestIdentity(actor.guestId);
  return actor.kind === "user" ? userIdentity(actor.userId) : null;
}

/** Who a person's identity names; null for recorders, agents and whatever else is no person's. */
export function parsePersonIdentity(identity: string): { kind: "user" | "guest"; id: number } | null {
  const [, kind, digits] = /^([ug])([1-9]\d{0,15})$/.exec(identity) ?? [];
  const id = Number(digits);
  return kind !== undefined && Number.isSafeInteger(id) ? { kind: kind === "u" ? "user" : "guest", id } : null;
}

/** The user behind an identity; null for what is no user's. */
export function parseUserIdentity(identity: string): number | null {
  const person = parsePersonIdentity(identity);
  return person?.kind === "user" ? person.id : null;
}

export const joinTokenInput = z.strictObject({
  /** For those without an account; people with one appear under its name. */
  name: displayNameSchema.optional(),
});

export type JoinTokenInput = z.output<typeof joinTokenInput>;

export const joinTokenOutput = z.object({
  token: z.string(),
  url: z.string(),
  identity: z.string(),
  role: z.enum(callRoles),
  encrypted: z.literal(true).optional().describe("Only where what is sent must be encrypted end to end: a client without the passphrase stays out"),
});
export type JoinToken = z.output<typeof joinTokenOutput>;

export const connectionTestOutput = joinTokenOutput.omit({ role: true, encrypted: true });
export type ConnectionTestKey = z.output<typeof connectionTestOutput>;

/** How a person with the link may come in. */
export const doorEntries = ["open", "name", "sign_in", "lobby", "closed"] as const;
export type DoorEntry = (typeof doorEntries)[number];

export const doorOutput = z.object({
  name: z.string(),
  slug: z.string(),
  access_level: z.enum(accessLevels),
  /** A room without a schedule is always open; meetings have other states. */
  state: z.enum(["upcoming", "open", "over"]),
  starts_at: z.string().optional().describe("Of a meeting that has not begun"),
  ended_at: z.string().optional().describe("Of a meeting that is over"),
  entry: z.enum(doorEntries),
});
export type Door = z.output<typeof doorOutput>;

export const callPresenceOutput = z.object({
  /** False while LiveKit is away: then nobody knows who is inside. */
  known: z.boolean(),
  count: z.int(),
  people: z.array(z.object({ identity: z.string(), name: z.string() })),
});
export type CallPresence = z.output<typeof callPresenceOutput>;

/** The switches of a room that hosts turn while a call runs: who may send what, who may mute others, who is let in. */
const switchNames = { microphone: true, camera: true, screen: true, everyone_may_mute: true, lobby: true } as const;
export const callSwitchesSchema = z.object(roomSettingsSchema.pick(switchNames).shape);
export type CallSwitches = z.output<typeof callSwitchesSchema>;
export const changeSwitchesInput = roomConfigurationSchema.pick(switchNames);
export type ChangeSwitchesInput = z.output<typeof changeSwitchesInput>;

/** The call of a room for one who may enter it: who is inside, and what the asker may do to it. */
export const callStateOutput = callPresenceOutput.extend({
  /** Only those inside may come back. */
  locked: z.boolean(),
  /** Sound and pictures go from person to person by a passphrase that the server does not have. */
  encrypted: z.boolean(),
  switches: callSwitchesSchema,
  /** What runs; `asks`: whoever comes in is asked whether they want to be in it. */
  recording: z.object({ id: z.uuid(), asks: z.boolean() }).nullable(),
  /** The same of the live stream. */
  stream: z.object({ id: z.uuid(), asks: z.boolean() }).nullable(),
  abilities: z.object({
    /** Remove, ban, lock, mute everyone, end for everyone. */
    moderate: z.boolean(),
    /** Silence one person. */
    mute: z.boolean(),
    /** Show a video to everyone in it, and steer it, while one is inside. */
    show: z.boolean(),
    /** Whether what is heard and seen can be recorded, streamed or captioned by the server at all; who may is asked besides. */
    capture: z.boolean(),
    /** Begin a recording or a live stream; nobody can where the server cannot hear and see. */
    record: z.boolean(),
    /** Turn the room's switches. */
    change: z.boolean(),
    /** Make others hosts, and hosts members again. */
    promote: z.boolean(),
  }),
});
export type CallState = z.output<typeof callStateOutput>;

const personIdentity = z.string("Use text.").refine((identity) => parsePersonIdentity(identity) !== null, "Use the identity of a person: u or g and a number.");

export const removeFromCallInput = z.strictObject({
  identity: personIdentity,
  /** For good: until the ban is lifted. */
  ban: z.boolean("Use true or false.").optional(),
});
export type RemoveFromCallInput = z.output<typeof removeFromCallInput>;

export const muteInCallInput = z.strictObject({
  /** Without it: everyone but the asker. */
  identity: personIdentity.optional(),
  source: z.enum(["microphone", "camera"], "Use one of: microphone, camera."),
});
export type MuteInCallInput = z.output<typeof muteInCallInput>;

export const lockCallInput = z.strictObject({ locked: z.boolean("Use true or false.") });

export const raiseHandInput = z.strictObject({ raised: z.boolean("Use true or false.") });

/** Without an identity: everyone's. */
export const lowerHandsInput = z.strictObject({ identity: personIdentity.optional() });
export type LowerHandsInput = z.output<typeof lowerHandsInput>;
/** How many hands were up. */
export const loweredOutput = z.object({ lowered: z.int() });

export const keepCaptionsInput = z.strictObject({
  /** Finished sentences of the one who sends them. Times are told as ages: clocks differ. */
  segments: z
    .array(
      z.strictObject({
        id: z.string("Use text.").min(1, "Use 1 to 64 characters.").max(64, "Use 1 to 64 characters.").regex(/^[\w.:-]+$/, "Use letters, digits and . : _ - only."),
        text: z.string("Use text.").trim().min(1, "Write something.").max(settings.captionMaxLength, `Use at most ${settings.captionMaxLength} characters.`).refine((words) => !/[\p{Cc}\p{Surrogate}]/u.test(words), "Use letters, digits and punctuation only."),
        ago_ms: z.int("Use whole milliseconds.").min(0, "Use 0 or more.").max(settings.captionMaxAgeMs, `Use at most ${settings.captionMaxAgeMs}.`).describe("How long ago it began"),
        duration_ms: z.int("Use whole milliseconds.").min(0, "Use 0 or more.").max(settings.captionMaxDurationMs, `Use at most ${settings.captionMaxDurationMs}.`),
      }),
    )
    .min(1, "Send at least one.")
    .max(settings.captionsPerRequest, `Send at most ${settings.captionsPerRequest} at once.`),
});
export type KeepCaptionsInput = z.output<typeof keepCaptionsInput>;

export type Reaction = (typeof reactions)[number];
export const reactInput = z.strictObject({ reaction: z.enum(reactions, `Use one of: ${reactions.join(" ")}.`) });

/** What the server tells people in a call through LiveKit: a sign to float up, or a host's wish that one turns something on. */
export type CallSignal = { kind: "reaction"; identity: string; reaction: Reaction } | { kind: "asked"; by: string; source: "microphone" | "camera" };

export const askToSendInput = z.strictObject({ identity: personIdentity, source: z.enum(["microphone", "camera"], "Use one of: microphone, camera.") });
export type AskToSendInput = z.output<typeof askToSendInput>;

/** Null for nobody: everyone chooses again for themselves. */
export const spotlightInput = z.strictObject({ identity: personIdentity.nullable() });

export const showVideoInput = z.strictObject({ video_id: z.int("Use the id of a video.").positive("Use the id of a video.") });
export type ShowVideoInput = z.output<typeof showVideoInput>;

/** A day: longer than any video that is accepted. */
const positionSchema = z.int("Use whole milliseconds.").min(0, "Use 0 or more.").max(86_400_000, "Use at most a day.");
export const steerVideoInput = z.strictObject({
  /** The one that the asker sees: a wish that comes late does not concern the next one. */
  video_id: showVideoInput.shape.video_id,
  playing: z.boolean("Use true or false.").optional(),
  /** Without it: where it stands by now. */
  position_ms: positionSchema.optional(),
  /** For hosts: whether everyone in the call may steer. */
  everyone_steers: z.boolean("Use true or false.").optional(),
});
export type SteerVideoInput = z.output<typeof steerVideoInput>;

/** What a call watches together. At `at`, by the server's clock, the video stood at `position_ms`; while it plays it has moved on since. */
export const watchSchema = z.object({
  /** Of two states the one with the higher number is the newer one. */
  version: z.int(),
  /** Null when nothing is shown any more. */
  shown: z
    .object({
      video: z.object({ id: z.int(), title: z.string(), duration_ms: z.int(), playlist: z.string(), poster: z.string().nullable(), storyboard: z.string().nullable(), captions: captionList }),
      by: z.string(),
      playing: z.boolean(),
      position_ms: z.int(),
      at: z.string(),
      everyone_steers: z.boolean(),
    })
    .nullable(),
});
export type Watch = z.output<typeof watchSchema>;
export type Shown = NonNullable<Watch["shown"]>;

/** With the server's time of the answer: clients learn from it how far their own clock is off. */
export const watchStateOutput = watchSchema.extend({ now: z.string() });
export type WatchState = z.output<typeof watchStateOutput>;

/** Whether LiveKit has it already. What it has not, a job repeats: the decision itself is kept. */
export const syncedOutput = z.object({ livekit_synced: z.boolean() });
export type Synced = z.output<typeof syncedOutput>;

/** A role that is given from within a call. Owners are made in the room's own pages. */
export const changeCallRoleInput = z.strictObject({ identity: personIdentity, role: z.enum(["administrator", "member"], "Use one of: administrator, member.") });
export type ChangeCallRoleInput = z.output<typeof changeCallRoleInput>;
/** The role is kept either way; `livekit_synced` says whether the others in the call see it already. */
export const callRoleOutput = syncedOutput.extend({ role: z.enum(roomRoles) });
/** What is in force now. */
export const switchesOutput = syncedOutput.extend({ switches: callSwitchesSchema });

/** How many were silenced. */
export const mutedOutput = z.object({ muted: z.int() });

export const callBanSchema = z.object({ id: z.int(), identity: z.string(), name: z.string(), banned_at: z.string(), banned_by: z.string().nullable() });
export type CallBan = z.output<typeof callBanSchema>;

/** Room events: from now on only those inside may come back; everyone may again. */
export const callLocked = "call_locked";
export const callUnlocked = "call_unlocked";

const stay = z.object({ joined_at: z.string(), left_at: z.string().nullable() });

/** A room's calls, the latest first, with who was there; `next` is what `before` takes to go on. */
export const callHistoryOutput = z.object({
  next: z.int().nullable(),
  results: z.array(
    z.object({
      id: z.int(),
      started_at: z.string(),
      /** Null while it runs. */
      ended_at: z.string().nullable(),
      /** Short breaks are merged; the end is null for those who are inside. */
      people: z.array(z.object({ identity: z.string(), name: z.string(), stays: z.array(stay) })),
      captions: z.boolean().describe("Whether something that was said is kept in writing"),
    }),
  ),
});
export type CallHistory = z.output<typeof callHistoryOutput>;
