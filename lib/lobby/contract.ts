import { z } from "zod";
import { settings } from "@/lib/core/settings";

export const lobbyStates = ["waiting", "admitted", "denied", "left", "expired"] as const;
export type LobbyState = (typeof lobbyStates)[number];

/** Why somebody waits no more without a host's decision. `opened`: the room lets them in by itself now; `closed`: it no longer takes such people; `meeting_closed`: the meeting that opens it is not open any more. */
export const lobbyReasons = ["opened", "closed", "meeting_closed", "call_ended", "timeout", "left", "away"] as const;
export type LobbyReason = (typeof lobbyReasons)[number];

export const lobbyDecisions = ["admit", "deny", "ban"] as const;
export type LobbyDecision = (typeof lobbyDecisions)[number];

const roomRefSchema = z.object({ id: z.int(), slug: z.string(), name: z.string() });

export const lobbyMessageSchema = z.object({ id: z.int(), from_host: z.boolean(), author: z.string(), content: z.string(), created_at: z.string() });
export type LobbyMessage = z.output<typeof lobbyMessageSchema>;

/** What somebody who waits may know. */
export const ownLobbyEntrySchema = z.object({
  id: z.int(),
  /** Under which name they come into calls, `u…` or `g…`. */
  identity: z.string(),
  state: z.enum(lobbyStates),
  reason: z.enum(lobbyReasons).nullable(),
  name: z.string(),
  asked_at: z.string(),
  /** Then they stop waiting. */
  expires_at: z.string(),
  /** The server's clock now: what countdowns count from. */
  now: z.string(),
  room: roomRefSchema,
  /** A host who is in the call and can let them in; null while there is none. */
  host: z.object({ name: z.string() }).nullable(),
  messages: z.array(lobbyMessageSchema),
});
export type OwnLobbyEntry = z.output<typeof ownLobbyEntrySchema>;

/** Somebody who waits, for hosts. `user_id` of those with an account; the name of the others is what they typed. */
const waitingPersonSchema = z.object({ id: z.int(), identity: z.string(), name: z.string(), user_id: z.int().nullable(), asked_at: z.string(), messages: z.int() });

/** Those who have waited longest; `more` further ones are not listed. */
export const lobbySchema = z.object({ room: roomRefSchema, count: z.int(), more: z.int(), results: z.array(waitingPersonSchema) });
export type Lobby = z.output<typeof lobbySchema>;

/** The rooms of a host in which somebody waits, with the one who has waited longest. `is_host`: one hosts a room at all, so that there is something to listen for. */
export const hostedLobbiesSchema = z.object({
  is_host: z.boolean(),
  results: z.array(z.object({ room: roomRefSchema, count: z.int(), first: z.object({ id: z.int(), name: z.string() }) })),
});
export type HostedLobbies = z.output<typeof hostedLobbiesSchema>;

export const decideInput = z.strictObject({ decision: z.enum(lobbyDecisions, `Use one of: ${lobbyDecisions.join(", ")}.`) });
export const decidedSchema = z.object({ id: z.int(), state: z.enum(lobbyStates) });
export const admittedSchema = z.object({ admitted: z.int() });

const visible = /[^\s\p{C}\p{Z}]/u;
const maxLength = settings.lobbyMessageMaxCodePoints;

/** Plain text, short: the lobby is for "I am the new colleague", the room's chat for the rest. */
export const lobbyMessageInput = z.strictObject({
  content: z
    .string("Write some text.")
    .trim()
    .refine((text) => visible.test(text), "Write some text.")
    .refine((text) => text.length <= maxLength || [...text].length <= maxLength, `Use at most ${maxLength} characters.`)
    .refine((text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text), "Some characters of this text cannot be kept."),
});

/** Pushed to somebody who waits: their entry has changed. */
export const ownEntryChanged = "lobby_entry";
/** Pushed to the hosts of a room, wherever they are: who waits has changed. */
export const lobbyChanged = "lobby";
export type LobbyChange = { room: { id: number; slug: string; name: string }; count: number; first: { id: number; name: string } | null; isNew: boolean; /** When it was so, in microseconds of the database's clock: what was so earlier may be told later. */ asOf: number };
