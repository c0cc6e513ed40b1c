import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";
import { admittedSchema, decidedSchema, decideInput, hostedLobbiesSchema, lobbyMessageInput, lobbyMessageSchema, lobbySchema, ownLobbyEntrySchema } from "@/lib/lobby/contract";

const roomAddress = z.object({ id: z.string().min(1).max(80).describe("The room's id or slug") });
const entryAddress = roomAddress.extend({ entry: idParam });
const tags = ["Lobby"];
const common = { tags, style: "problem", access: "anyone", limit: "readPerClient" } as const;
const messages = z.object({ results: z.array(lobbyMessageSchema) });

export const listHostedLobbiesContract = defineContract({
  ...common,
  tags,
  method: "GET",
  path: "/api/lobby/",
  summary: "One's own rooms in which somebody waits to be let in",
  access: "session",
  response: hostedLobbiesSchema,
});

export const listLobbyContract = defineContract({
  ...common,
  tags,
  method: "GET",
  path: "/api/rooms/{id}/lobby/",
  summary: "Who waits to be let into the room's call; for its hosts",
  params: roomAddress,
  response: lobbySchema,
  errors: [401, 403],
});

export const admitAllContract = defineContract({
  ...common,
  tags,
  method: "POST",
  path: "/api/rooms/{id}/lobby/admit/",
  summary: "Let in everyone who waits",
  params: roomAddress,
  body: z.strictObject({}),
  status: 200,
  response: admittedSchema,
  errors: [401, 403, 404],
});

export const decideEntryContract = defineContract({
  ...common,
  tags,
  method: "POST",
  path: "/api/rooms/{id}/lobby/{entry}/decide/",
  summary: "Let one person in, or not, or never again",
  params: entryAddress,
  body: decideInput,
  status: 200,
  response: decidedSchema,
  errors: [401, 403, 404, 409],
});

export const listLobbyMessagesContract = defineContract({
  ...common,
  tags,
  method: "GET",
  path: "/api/rooms/{id}/lobby/{entry}/messages/",
  summary: "What hosts and somebody who waits have written to each other",
  params: entryAddress,
  response: messages,
  errors: [401, 403],
});

export const writeToWaitingContract = defineContract({
  ...common,
  tags,
  method: "POST",
  path: "/api/rooms/{id}/lobby/{entry}/messages/",
  summary: "Write to somebody who waits",
  params: entryAddress,
  body: lobbyMessageInput,
  status: 201,
  response: lobbyMessageSchema,
  errors: [401, 403, 404, 409],
  limit: "lobbyMessagePerPerson",
});

export const getOwnEntryContract = defineContract({
  ...common,
  tags,
  method: "GET",
  path: "/api/rooms/{id}/lobby/mine/",
  summary: "Whether one is let in by now",
  params: roomAddress,
  response: ownLobbyEntrySchema,
  errors: [401],
});

export const leaveLobbyContract = defineContract({
  ...common,
  tags,
  method: "DELETE",
  path: "/api/rooms/{id}/lobby/mine/",
  summary: "Wait no longer",
  params: roomAddress,
  errors: [401],
});

export const lobbyAwayContract = defineContract({
  ...common,
  tags,
  method: "POST",
  path: "/api/rooms/{id}/lobby/mine/away/",
  summary: "The waiting page is closed, or loaded again: the place is kept for a moment",
  params: roomAddress,
  query: z.strictObject({ seen: z.iso.datetime("Use the time of the last answer.").transform((text) => new Date(text)) }),
  errors: [401],
});

export const writeToHostsContract = defineContract({
  ...common,
  tags,
  method: "POST",
  path: "/api/rooms/{id}/lobby/mine/messages/",
  summary: "Write to the hosts while waiting",
  params: roomAddress,
  body: lobbyMessageInput,
  status: 201,
  response: lobbyMessageSchema,
  errors: [401, 404, 409],
  limit: "lobbyMessagePerPerson",
});
