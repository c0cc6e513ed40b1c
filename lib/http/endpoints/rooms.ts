import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery, optionalCount, pageSchema } from "@/lib/http/params";
import { changeRoomInput, createRoomInput, foundRoomSchema, markReadInput, membershipSchema, roomDetailSchema, roomEventsSchema, roomSchema } from "@/lib/rooms/contract";

const byId = z.object({ id: idParam });
const tags = ["Rooms"];

/** Without a rate limit: an error here is a white page in an outside client. */
export const listRoomsContract = defineContract({
  method: "GET",
  path: "/api/rooms/",
  summary: "One's own rooms, the one last written in first",
  tags,
  style: "plain",
  access: "session",
  noSessionStatus: 403,
  query: z.object({ limit: limitQuery, before: z.string().optional() }),
  response: pageSchema(roomSchema),
});

export const createRoomContract = defineContract({
  method: "POST",
  path: "/api/rooms/",
  summary: "Make a room; its maker is the owner",
  tags,
  style: "problem",
  access: "session",
  body: createRoomInput,
  status: 201,
  response: roomDetailSchema,
  errors: [409],
  limit: "createRoomPerUser",
});

export const getRoomContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/",
  summary: "One of one's rooms, with its settings and what one may do with it",
  tags,
  style: "plain",
  access: "session",
  noSessionStatus: 403,
  params: byId,
  response: roomDetailSchema,
  limit: "readPerClient",
});

export const changeRoomContract = defineContract({
  method: "PATCH",
  path: "/api/rooms/{id}/",
  summary: "Change what is named of a room; for its hosts",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: changeRoomInput,
  status: 200,
  response: roomDetailSchema,
  errors: [409],
  limit: "changeRoomPerUser",
});

const search = {
  method: "GET",
  summary: "Rooms that one may find, by name",
  tags,
  style: "plain",
  access: "session",
  noSessionStatus: 403,
  query: z.object({ q: z.string().optional(), limit: limitQuery, offset: optionalCount }),
  response: pageSchema(foundRoomSchema),
  limit: "readPerClient",
} as const;

export const searchContract = defineContract({ ...search, tags, path: "/api/search/" });
export const searchRoomsContract = defineContract({ ...search, tags, path: "/api/rooms/search/" });

export const joinRoomContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/join/",
  summary: "Become a member",
  tags,
  style: "plain",
  access: "session",
  noSessionStatus: 403,
  params: byId,
  response: membershipSchema,
  status: 200,
  errors: [403, 409],
  limit: "changeMembershipPerUser",
});

export const leaveRoomContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/leave/",
  summary: "End one's membership",
  tags,
  style: "plain",
  access: "session",
  noSessionStatus: 403,
  params: byId,
  response: membershipSchema,
  status: 200,
  errors: [409],
  limit: "changeMembershipPerUser",
});

export const listRoomEventsContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/events/",
  summary: "Events of a room after a version, oldest first: what a reader of the event stream missed",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  query: z.strictObject({ after: z.string().regex(/^\d{1,15}$/, "Use a version.").transform(Number) }),
  response: roomEventsSchema,
  limit: "readPerClient",
});

export const markReadContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/read/",
  summary: "Remember how far one has read",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: markReadInput,
  limit: "readPerClient",
});
