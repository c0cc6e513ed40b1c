import { z } from "zod";
import { settings } from "@/lib/core/settings";

/** Who wrote or did something. Never null: guests, deleted people and the system have an id of 0 or less. */
export const chatUserSchema = z.object({ id: z.int(), username: z.string() });
export type ChatUser = z.output<typeof chatUserSchema>;

/** Stands for a person whose account is gone. */
export const formerUser: ChatUser = { id: 0, username: "Former member" };

/** Where something stands in its room: the version that it took, which is its place in the order. */
export const roomStampSchema = z.object({ id: z.int(), version: z.int(), bumped_at: z.string() });

/** What a system message tells: somebody joined or left, renamed the room, or its call started or ended. */
export const systemLines = ["joined", "left", "renamed", "call_started", "call_ended"] as const;
export type SystemLine = (typeof systemLines)[number];

/** Who took a message away: whoever wrote it, or a host of the room. */
export const messageDeleters = ["author", "host"] as const;
export type MessageDeleter = (typeof messageDeleters)[number];

/** Stands for the product itself. */
export const systemUser: ChatUser = { id: 0, username: "Atrium" };

export const messageSchema = z.object({
  id: z.int(),
  content: z.string(),
  user: chatUserSchema,
  room: roomStampSchema,
  created_at: z.string(),
  /** Only of system messages: what happened, for clients that say it in their own words; `name` is a room's new one. `content` has it in English. */
  system: z.object({ line: z.enum(systemLines), name: z.string().optional() }).optional(),
  /** Only of changed messages: when it was changed last. */
  edited_at: z.string().optional(),
  /** Only of deleted messages, whose `content` is empty: when, and who took it away. */
  deleted: z.object({ at: z.string(), by: z.enum(messageDeleters) }).optional(),
});
export type Message = z.output<typeof messageSchema>;

/** A message with the room that it stands in, as a search finds it. */
export const foundMessageSchema = z.object({ message: messageSchema, room: z.object({ id: z.int(), name: z.string(), slug: z.string() }) });
export type FoundMessage = z.output<typeof foundMessageSchema>;

/** A lone half of a surrogate pair: JSON can carry it, text cannot. */
const loneSurrogate = /\p{Surrogate}/u;
/** At least one character that leaves a mark: spaces, controls and zero-width characters alone do not. */
const visible = /[^\s\p{C}\p{Z}]/u;

/** What is written: kept as it is, within the limits. Length is counted in code points. */
export const messageContentSchema = z
  .string("Write some text.")
  .refine((text) => visible.test(text), "Write some text.")
  .refine((text) => text.length <= settings.messageMaxCodePoints || [...text].length <= settings.messageMaxCodePoints, `Use at most ${settings.messageMaxCodePoints} characters.`)
  .refine((text) => !text.includes("\0") && !loneSurrogate.test(text), "Some characters of this text cannot be kept.");

export const sendMessageInput = z.object({
  content: messageContentSchema,
  /** Made by the sender; the same one again is the same message. */
  client_id: z.uuid("Use a UUID.").nullish(),
});
export type SendMessageInput = z.output<typeof sendMessageInput>;

export const editMessageInput = z.strictObject({ content: messageContentSchema });
export type EditMessageInput = z.output<typeof editMessageInput>;

/** Type of a room event that outside clients know. */
export const messageAdded = "message_added";

/** Types of our own. The body is the message as it is now, with the version that it took when it was written. */
export const messageEdited = "message_edited";
export const messageDeleted = "message_deleted";
