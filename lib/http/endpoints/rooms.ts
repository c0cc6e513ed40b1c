import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery, optionalCount, pageSchema } from "@/lib/http/params";
import { addMemberInput, candidateSchema, changeRoleInput, changeRoomInput, createRoomInput, foundRoomSchema, hereSchema, markReadInput, membershipSchema, muteRoomInput, roomDetailSchema, roomEventsSchema, roomMemberSchema, roomSchema, startDirectInput, startedDirectSchema, tellHereInput } from "@/lib/rooms/contract";

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

export const startDirectContract = defineContract({
  method: "POST",
  path: "/api/direct/",
  summary: "Begin a direct conversation with somebody from one's rooms; 200 with the one there is",
  tags,
  style: "problem",
  access: "session",
  body: startDirectInput,
  status: 201,
  response: startedDirectSchema,
  otherResponses: { 200: startedDirectSchema },
  errors: [403, 404],
  limit: "startDirectPerUser",
});

export const muteRoomContract = defineContract({
  method: "PUT",
  path: "/api/rooms/{id}/mute/",
  summary: "One's own wish: whether what is unread in the room is shown; what names one always is",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: muteRoomInput,
  errors: [404],
  limit: "changeRoomPerUser",
});

export const getRoomContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/",
  summary: "One of one's rooms, with its settings and what one may do with it",
  tags,
  style: "plain",
  access: "participant",
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

export const deleteRoomContract = defineContract({
  method: "DELETE",
  path: "/api/rooms/{id}/",
  summary: "Delete a room and end its call; it can be restored for thirty days. For its owners",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  limit: "changeRoomPerUser",
});

export const restoreRoomContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/restore/",
  summary: "Bring a deleted room back; for its owners",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  errors: [409],
  limit: "changeRoomPerUser",
});

export const listMembersContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/members/",
  summary: "The members of a room, hosts first, with what one may do about each",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  query: z.strictObject({ q: z.string().optional(), limit: limitQuery, offset: optionalCount }),
  response: pageSchema(roomMemberSchema),
  limit: "readPerClient",
});

export const addMemberContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/members/",
  summary: "Add a person of one's own rooms; others are invited. For hosts; only owners make owners",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: addMemberInput,
  status: 201,
  response: membershipSchema,
  errors: [409],
  limit: "changeMembershipPerUser",
});

const byMember = byId.extend({ user: idParam });

export const changeRoleContract = defineContract({
  method: "PATCH",
  path: "/api/rooms/{id}/members/{user}/",
  summary: "Give a member another role. For hosts; an owner is changed only by themselves, and one stays",
  tags,
  style: "problem",
  access: "session",
  params: byMember,
  body: changeRoleInput,
  errors: [409],
  limit: "changeMembershipPerUser",
});

export const removeMemberContract = defineContract({
  method: "DELETE",
  path: "/api/rooms/{id}/members/{user}/",
  summary: "End somebody's membership. For hosts; never an owner's",
  tags,
  style: "problem",
  access: "session",
  params: byMember,
  limit: "changeMembershipPerUser",
});

export const listCandidatesContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/candidates/",
  summary: "People of one's own rooms whom one could add to this one, by name. For hosts",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  query: z.strictObject({ q: z.string().max(255, "Use at most 255 characters.") }),
  response: z.object({ results: z.array(candidateSchema) }),
  limit: "readPerClient",
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
  access: "participant",
  params: byId,
  query: z.strictObject({ after: z.string().regex(/^\d{1,15}$/, "Use a version.").transform(Number) }),
  response: roomEventsSchema,
  limit: "readPerClient",
});

export const tellHereContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/here/",
  summary: "Say that one has the room before one, or no more; answers which members have",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: tellHereInput,
  response: hereSchema,
  limit: "tellHerePerUser",
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
