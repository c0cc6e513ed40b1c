import { z } from "zod";
import { accessLevels, roomRoles } from "@/lib/rooms/contract";

/** What a person is in a call: their role in the room, or a guest of it. */
export const callRoles = [...roomRoles, "guest"] as const;
export type CallRole = (typeof callRoles)[number];

/** What ended a call: the last person left, a host or moderator closed it, its meeting's time was up, or the room was deleted. */
export const callEndings = ["left", "host", "meeting", "deleted"] as const;

/** Someone's identity in LiveKit, in tiles and in colours: `u<user id>`. */
export function userIdentity(userId: number): string {
  return `u${userId}`;
}

/** The user behind an identity; null for what is no user's. */
export function parseUserIdentity(identity: string): number | null {
  const digits = /^u([1-9]\d{0,15})$/.exec(identity)?.[1];
  const userId = Number(digits);
  return digits !== undefined && Number.isSafeInteger(userId) ? userId : null;
}

export const joinTokenInput = z.strictObject({
  /** For those without an account; people with one appear under its name. */
  name: z.string().trim().min(1, "Enter a name.").max(255, "Use at most 255 characters.").optional(),
});

export const joinTokenOutput = z.object({
  token: z.string(),
  url: z.string(),
  identity: z.string(),
  role: z.enum(callRoles),
});
export type JoinToken = z.output<typeof joinTokenOutput>;

/** How a person with the link may come in. */
export const doorEntries = ["open", "name", "sign_in", "lobby", "closed"] as const;
export type DoorEntry = (typeof doorEntries)[number];

export const doorOutput = z.object({
  name: z.string(),
  slug: z.string(),
  access_level: z.enum(accessLevels),
  /** A room without a schedule is always open; meetings have other states. */
  state: z.enum(["upcoming", "open", "over"]),
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
