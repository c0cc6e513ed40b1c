import { z } from "zod";
import { editMessageInput, exportFormats, foundMessageSchema, messageSchema, reactedSchema, reactInput, readersSchema, roomCopySchema, sendMessageInput, unreadPlaceSchema } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import { reportMessageInput } from "@/lib/reports/contract";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery, optionalCount, pageSchema } from "@/lib/http/params";

const byId = z.object({ id: idParam });
const tags = ["Chat"];

export const listMessagesContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/messages/",
  summary: "Messages of a room, newest first",
  tags,
  style: "plain",
  access: "participant",
  noSessionStatus: 403,
  params: byId,
  query: z.object({ limit: limitQuery, before: optionalCount, after: optionalCount, system: z.string().optional().describe("1: with system messages") }),
  response: pageSchema(messageSchema),
  limit: "readPerClient",
});

export const sendMessageContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/messages/",
  summary: "Write a message; the same client_id again answers the first one with 200",
  tags,
  style: "plain",
  access: "participant",
  noSessionStatus: 403,
  params: byId,
  body: sendMessageInput,
  status: 201,
  response: messageSchema,
  errors: [409],
  limit: "sendMessagePerUser",
});

export const findVersionAtContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/messages/at/",
  summary: "Where a moment stands in a room's history: the first version at or after it, null where nothing is as new",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  query: z.strictObject({ time: z.iso.datetime({ offset: true, error: "Use a date and a time such as 2026-05-06T14:00:00Z." }) }),
  response: z.object({ version: z.int().nullable() }),
  limit: "readPerClient",
});

const byMessage = z.object({ id: idParam, message: idParam });

export const editMessageContract = defineContract({
  method: "PATCH",
  path: "/api/rooms/{id}/messages/{message}/",
  summary: "Change the text of one's own message, for some time after it was written",
  tags,
  style: "plain",
  access: "participant",
  noSessionStatus: 403,
  params: byMessage,
  body: editMessageInput,
  response: messageSchema,
  errors: [409],
  limit: "sendMessagePerUser",
});

export const deleteMessageContract = defineContract({
  method: "DELETE",
  path: "/api/rooms/{id}/messages/{message}/",
  summary: "Take a message away: one's own for some time, any as a host; a mark stays at its place",
  tags,
  style: "plain",
  access: "participant",
  noSessionStatus: 403,
  params: byMessage,
  response: messageSchema,
  errors: [409],
  limit: "sendMessagePerUser",
});

export const reactContract = defineContract({
  method: "PUT",
  path: "/api/rooms/{id}/messages/{message}/reactions/",
  summary: "Set one's sign to a message, or take it away; answers all signs of the message",
  tags,
  style: "plain",
  access: "participant",
  noSessionStatus: 403,
  params: byMessage,
  body: reactInput,
  response: reactedSchema,
  errors: [409],
  limit: "reactPerUser",
});

export const reportMessageContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/messages/{message}/report/",
  summary: "Ask moderators to look at a message; it is kept with what stands around it",
  tags,
  style: "problem",
  access: "session",
  params: byMessage,
  body: reportMessageInput,
  errors: [404, 409],
  limit: "reportMessagePerUser",
});

export const listReadersContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/messages/{message}/readers/",
  summary: "Who has read as far as a message",
  tags,
  style: "problem",
  access: "session",
  params: byMessage,
  response: readersSchema,
  limit: "readPerClient",
});

export const findUnreadContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/read/",
  summary: "How far one has read, and the first message of others after that",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  response: unreadPlaceSchema,
  limit: "readPerClient",
});

export const exportRoomContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/export/",
  summary: "A copy of all that is written in a room, for its hosts, as JSON or as a page to read",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  query: z.strictObject({ format: z.enum(exportFormats, `Use one of: ${exportFormats.join(", ")}.`).optional() }),
  response: roomCopySchema,
  otherTypes: ["text/html"],
  errors: [403, 404],
  limit: "exportRoomPerUser",
});

export const typingContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/typing/",
  summary: "Tell those who are in the room that one is writing; it passes after some seconds",
  tags,
  style: "problem",
  access: "participant",
  params: byId,
  errors: [409],
  limit: "tellTypingPerPerson",
});

export const searchMessagesContract = defineContract({
  method: "GET",
  path: "/api/messages/search/",
  summary: "Messages that hold all of the words or begin with them, newest first: in one room, or in all of one's own",
  tags,
  style: "problem",
  access: "session",
  query: z.strictObject({
    q: z.string("Write what to look for.").max(settings.messageSearchMaxLength, `Use at most ${settings.messageSearchMaxLength} characters.`).refine((words) => !words.includes("\0"), "Some characters of this text cannot be looked for."),
    room: idParam.optional(),
    from: idParam.optional(),
    before: optionalCount,
    limit: limitQuery,
  }),
  response: z.object({ next: z.string().nullable(), results: z.array(foundMessageSchema) }),
  // A room that is named and not there for the asker.
  errors: [404],
  limit: "searchMessagesPerUser",
});

/** Served by the gateway before Next; here for the document. */
export const eventsContract = defineContract({
  method: "GET",
  path: "/api/events",
  summary: "Everything new for you as server-sent events: first a hello with the versions of your rooms, then each event in its room's order",
  tags,
  style: "problem",
  access: "participant",
  query: z.object({ since: z.string().describe("<room id>:<version>, separated by commas: what came after is sent again").optional() }),
  status: 200,
  contentType: "text/event-stream",
  errors: [503],
  limit: "openEventStreamPerUser",
});
