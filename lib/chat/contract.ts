import { z } from "zod";
import { settings } from "@/lib/core/settings";

/** Who wrote or did something. Never null: guests, deleted people and the system have an id of 0 or less. */
export const chatUserSchema = z.object({ id: z.int(), username: z.string() });
export type ChatUser = z.output<typeof chatUserSchema>;

/** Stands for a person whose account is gone. */
export const formerUser: ChatUser = { id: 0, username: "Former member" };

/** Where something stands in its room: the version that it took, which is its place in the order. */
export const roomStampSchema = z.object({ id: z.int(), version: z.int(), bumped_at: z.string() });

/** What a system message tells: somebody joined or left, renamed the room, its call started or ended, a recording of it began, ended or is there, or its live stream began or ended. */
export const systemLines = ["joined", "left", "renamed", "call_started", "call_ended", "recording_started", "recording_stopped", "recording_saved", "stream_started", "stream_stopped"] as const;
export type SystemLine = (typeof systemLines)[number];

/** Who took a message away: whoever wrote it, a host of the room, or after a report a moderator. */
export const messageDeleters = ["author", "host", "moderator"] as const;
export type MessageDeleter = (typeof messageDeleters)[number];

/** Stands for the product itself. */
export const systemUser: ChatUser = { id: 0, username: "Atrium" };

/** Somebody's sign on a message, told of all who set the same one: how many, and the first of them by name. */
export const reactionSchema = z.object({
  emoji: z.string(),
  count: z.int(),
  users: z.array(chatUserSchema),
  /** Whether the asker is among them; what is told to everybody does not say it. */
  mine: z.boolean().optional(),
});
export type MessageReaction = z.output<typeof reactionSchema>;

/** All signs of a message, the oldest kind first, as they were when the room stood at `version`. */
export const reactionsSchema = z.object({ version: z.int(), list: z.array(reactionSchema) });
export type MessageReactions = z.output<typeof reactionsSchema>;

/** What a file of a message is: a picture, which was decoded and encoded anew and is shown, or whatever else, which is only handed on. */
export const attachmentKinds = ["picture", "file"] as const;

/** A file that came with a message. Pictures have their size in pixels, the address of a small still one, and `moving` where the whole one is an animation. */
export const attachmentSchema = z.object({
  id: z.uuid(),
  kind: z.enum(attachmentKinds),
  name: z.string(),
  type: z.string(),
  size: z.int(),
  url: z.string(),
  preview_url: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  moving: z.boolean().optional(),
});
export type Attachment = z.output<typeof attachmentSchema>;

/** Why a file was not taken, for pages that say it in their own words. */
export const fileProblems = ["empty", "too_large", "unreadable_picture", "too_many_pixels", "own_quota", "room_quota", "no_space"] as const;
export type FileProblem = (typeof fileProblems)[number];

/** The message that another one answers. Lists have its author with its first line, or that it was deleted; events may not, since those could be old news by then. */
export const replyToSchema = z.object({
  id: z.int(),
  version: z.int().optional(),
  user: chatUserSchema.optional(),
  excerpt: z.string().optional(),
  /** Only of a message without text: its first file. */
  attachment: z.object({ kind: z.enum(attachmentKinds), name: z.string() }).optional(),
  deleted: z.boolean().optional(),
});
export type ReplyTo = z.output<typeof replyToSchema>;

/** Somebody whom a message names: `text` is the name that stands in its content after an @, `username` the one they have now. */
export const mentionSchema = z.object({ id: z.int(), username: z.string(), text: z.string() });
export type Mention = z.output<typeof mentionSchema>;

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
  /** Only of messages that name members of the room. */
  mentions: z.array(mentionSchema).optional(),
  /** Only of messages that answer another one. */
  reply_to: replyToSchema.optional(),
  /** Only of messages with files, whose `content` may be empty. */
  attachments: z.array(attachmentSchema).optional(),
  /** Only in lists, and only of messages that have had some. */
  reactions: reactionsSchema.optional(),
});
export type Message = z.output<typeof messageSchema>;

/** A message with the room that it stands in, as a search finds it. */
export const foundMessageSchema = z.object({ message: messageSchema, room: z.object({ id: z.int(), name: z.string(), slug: z.string() }) });
export type FoundMessage = z.output<typeof foundMessageSchema>;

/** A lone half of a surrogate pair: JSON can carry it, text cannot. */
const loneSurrogate = /\p{Surrogate}/u;
/** At least one character that leaves a mark: spaces, controls and zero-width characters alone do not. */
const visible = /[^\s\p{C}\p{Z}]/u;

/** Whether a text says anything. */
export const isSaid = (text: string): boolean => visible.test(text);

/** What may be written: kept as it is, within the limits. Length is counted in code points. It may say nothing, which a message with files may do. */
const textSchema = z
  .string("Write some text.")
  .refine((text) => text.length <= settings.messageMaxCodePoints || [...text].length <= settings.messageMaxCodePoints, `Use at most ${settings.messageMaxCodePoints} characters.`)
  .refine((text) => !text.includes("\0") && !loneSurrogate.test(text), "Some characters of this text cannot be kept.");

const mentionsInput = z.array(z.int("Use the ids of people.")).max(settings.mentionsMax, `Name at most ${settings.mentionsMax} people.`).nullish();

/** Files that were uploaded to the room before, in the order in which they are to stand. */
const attachmentsInput = z
  .array(z.uuid("Use the ids of files."))
  .max(settings.filesPerMessage, `Send at most ${settings.filesPerMessage} files at once.`)
  .refine((ids) => new Set(ids).size === ids.length, "Name each file once.")
  .nullish();

export const sendMessageInput = z.object({
  content: textSchema,
  /** Made by the sender; the same one again is the same message. */
  client_id: z.uuid("Use a UUID.").nullish(),
  /** Ids of the members whom the text names, each as `@` and their name. Who is no member, or not in the text, is passed over. */
  mentions: mentionsInput,
  /** The id of the message that this one answers. */
  reply_to: z.int("Use the id of a message.").positive("Use the id of a message.").nullish(),
  attachments: attachmentsInput,
}).refine(({ content, attachments }) => isSaid(content) || (attachments?.length ?? 0) > 0, { path: ["content"], message: "Write some text." });
export type SendMessageInput = z.output<typeof sendMessageInput>;

export const editMessageInput = z.strictObject({ content: textSchema, mentions: mentionsInput });
export type EditMessageInput = z.output<typeof editMessageInput>;

/** Exactly one emoji as keyboards write it, skin tones and flags included; read once, since not every parser knows the flag. */
const oneEmoji = new RegExp("^\\p{RGI_Emoji}$", "v");

export const reactInput = z.strictObject({
  emoji: z.string("Use one emoji.").refine((text) => oneEmoji.test(text), "Use one emoji."),
  /** False takes it away. */
  on: z.boolean(),
});
export type ReactInput = z.output<typeof reactInput>;

/** What is told of a reaction: whose it is, and all signs of the message as they are now. `room.version` is the message's place. */
export const reactedSchema = z.object({
  id: z.int(),
  room: z.object({ id: z.int(), version: z.int() }),
  user: chatUserSchema,
  emoji: z.string(),
  on: z.boolean(),
  reactions: reactionsSchema,
});
export type Reacted = z.output<typeof reactedSchema>;

/** As what a copy of a room is made: for programs, or to be read in a browser. */
export const exportFormats = ["json", "html"] as const;
/** A room as it was copied, with all that was written in it, oldest first. */
export const roomCopySchema = z.object({
  room: z.object({ id: z.int(), name: z.string(), slug: z.string(), version: z.int() }),
  exported_at: z.string(),
  exported_by: z.string(),
  messages: z.array(messageSchema),
});
export type ExportFormat = (typeof exportFormats)[number];

/** How far somebody has read a room: up to `version`; `first` is the first message of others after it. */
export const unreadPlaceSchema = z.object({ version: z.int(), first: z.int().nullable(), unread: z.int() });
export type UnreadPlace = z.output<typeof unreadPlaceSchema>;

/** Who has read as far as a message: how many, and the first of them by name. */
export const readersSchema = z.object({ count: z.int(), readers: z.array(chatUserSchema) });
export type Readers = z.output<typeof readersSchema>;

/** Type of a room event that outside clients know. */
export const messageAdded = "message_added";

/** Types of our own. The body is the message as it is now, with the version that it took when it was written. */
export const messageEdited = "message_edited";
export const messageDeleted = "message_deleted";
/** The body is a `Reacted`. */
export const messageReacted = "message_reacted";

/** Somebody who is writing. */
export type Typist = ChatUser;
/** Topic of `[room id, typist]`: passing, nothing keeps it. */
export const typingTopic = "typing";
/** Type of what the room's readers get; it has no version. */
export const typingEvent = "typing";
export type TypingBody = { room: { id: number }; users: readonly Typist[] };
