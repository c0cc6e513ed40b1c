import { z } from "zod";
import {
  askToSendInput, callBanSchema, callHistoryOutput, callRoleOutput, callStateOutput, changeCallRoleInput, changeSwitchesInput, connectionTestOutput, doorOutput, joinTokenInput, joinTokenOutput, keepCaptionsInput, lockCallInput, loweredOutput, lowerHandsInput, mutedOutput, muteInCallInput, raiseHandInput, reactInput,
  removeFromCallInput, showVideoInput, spotlightInput, steerVideoInput, switchesOutput, syncedOutput, watchStateOutput,
} from "@/lib/calls/contract";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery } from "@/lib/http/params";
import { ownLobbyEntrySchema } from "@/lib/lobby/contract";

const tags = ["Calls"];
const roomAddress = z.object({ id: z.string().min(1).max(80).describe("The room's id or slug") });

export const createJoinToken = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/token/",
  summary: "A key to the room's call, for minutes",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress,
  body: joinTokenInput,
  status: 200,
  response: joinTokenOutput,
  otherResponses: { 202: z.object({ lobby: ownLobbyEntrySchema }) },
  errors: [401, 403, 404, 502],
  limit: "joinTokenPerUser",
});

export const getDoorContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/door/",
  summary: "What a person with the link may know before entering",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress,
  response: doorOutput,
  limit: "readPerClient",
});

export const getCallContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/call/",
  summary: "Who is in the room's call now, and what the asker may do to it",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress,
  response: callStateOutput,
  errors: [401, 403],
  limit: "readPerClient",
});

/** Guests have no session and are refused by the policy: hence anyone may ask. */
const moderation = { tags, style: "problem", access: "anyone", params: roomAddress, limit: "moderateCallPerUser" } as const;

export const removeFromCallContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/remove/",
  summary: "Send a person out of the call; with `ban` for good",
  body: removeFromCallInput,
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404, 409],
});

export const muteInCallContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/mute/",
  summary: "Silence one person, or everyone but oneself",
  body: muteInCallInput,
  status: 200,
  response: mutedOutput,
  errors: [401, 403, 404, 502],
});

export const lockCallContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/lock/",
  summary: "Close the running call to newcomers, or open it again",
  body: lockCallInput,
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404, 409],
});

export const changeSwitchesContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/switches/",
  summary: "Who may send what, mute others and come in: kept by the room, in force in its call at once",
  body: changeSwitchesInput,
  status: 200,
  response: switchesOutput,
  errors: [401, 403, 404],
});

export const changeCallRoleContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/role/",
  summary: "Make a person in the call a host of the room, or a host a member again; not guests without an account",
  body: changeCallRoleInput,
  status: 200,
  response: callRoleOutput,
  errors: [401, 403, 404, 409],
});

export const spotlightContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/spotlight/",
  summary: "Put one person large on everybody's screen, or nobody",
  body: spotlightInput,
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404, 409],
});

export const askToSendContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/ask/",
  summary: "Ask somebody to turn on their microphone or camera",
  body: askToSendInput,
  status: 204,
  errors: [401, 403, 404, 502],
});

export const lowerHandsContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/hands/lower/",
  summary: "Take down one person's hand, or everyone's",
  body: lowerHandsInput,
  status: 200,
  response: loweredOutput,
  errors: [401, 403, 404],
});

export const raiseHandContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/hand/",
  summary: "Raise one's own hand in the call, or take it down",
  body: raiseHandInput,
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404],
  limit: "takePartPerUser",
});

export const reactContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/reaction/",
  summary: "Show a sign over the call for a moment",
  body: reactInput,
  status: 204,
  errors: [401, 403, 404, 502],
  limit: "takePartPerUser",
});

export const getWatchContract = defineContract({
  ...moderation,
  method: "GET",
  path: "/api/rooms/{id}/call/watch/",
  summary: "What the call watches together, and the server's time; for those in it",
  response: watchStateOutput,
  errors: [401, 403, 404],
  limit: "readPerClient",
});

export const showVideoContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/watch/",
  summary: "Show a video of the library to everyone in the call",
  body: showVideoInput,
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404, 409],
});

export const steerVideoContract = defineContract({
  ...moderation,
  method: "PATCH",
  path: "/api/rooms/{id}/call/watch/",
  summary: "Play, pause or seek what the call watches, for everyone",
  body: steerVideoInput,
  status: 200,
  response: watchStateOutput,
  errors: [401, 403, 404, 409],
});

export const stopVideoContract = defineContract({
  ...moderation,
  method: "DELETE",
  path: "/api/rooms/{id}/call/watch/",
  summary: "Show the video no more",
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404, 409],
});

export const keepCaptionsContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/captions/",
  summary: "Keep one's own words with the call, in writing",
  body: keepCaptionsInput,
  status: 204,
  errors: [401, 403, 404, 409],
  limit: "captionPerPerson",
});

export const exportCaptionsContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/calls/{call}/captions/",
  summary: "What was said in a call, as WebVTT; for hosts",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress.extend({ call: idParam }),
  contentType: "text/vtt",
  errors: [401, 403, 404],
  limit: "readPerClient",
});

export const endCallContract = defineContract({
  ...moderation,
  method: "POST",
  path: "/api/rooms/{id}/call/end/",
  summary: "End the call for everyone in it",
  status: 200,
  response: syncedOutput,
  errors: [401, 403, 404],
});

export const listBansContract = defineContract({
  ...moderation,
  method: "GET",
  path: "/api/rooms/{id}/bans/",
  summary: "Who may not enter the room's calls",
  response: z.array(callBanSchema),
  errors: [401, 403, 404],
  limit: "readPerClient",
});

export const liftBanContract = defineContract({
  ...moderation,
  method: "DELETE",
  path: "/api/rooms/{id}/bans/{ban}/",
  summary: "Lift a ban",
  params: roomAddress.extend({ ban: idParam }),
  status: 204,
  errors: [401, 403, 404],
});

export const listCallsContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/calls/",
  summary: "The room's calls and who was in them from when to when; for hosts",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress,
  query: z.object({ limit: limitQuery, before: idParam.optional() }),
  response: callHistoryOutput,
  errors: [401, 403, 404],
  limit: "readPerClient",
});

export const exportAttendanceContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/calls/{call}/attendance/",
  summary: "Who was in a call, as CSV with one line a stay; for hosts",
  tags,
  style: "problem",
  access: "anyone",
  params: roomAddress.extend({ call: idParam }),
  contentType: "text/csv",
  errors: [401, 403, 404],
  limit: "readPerClient",
});

export const startConnectionTestContract = defineContract({
  method: "POST",
  path: "/api/connection-test/",
  summary: "A key to a room of one's own, to try the connection to calls",
  tags,
  style: "problem",
  access: "anyone",
  status: 200,
  response: connectionTestOutput,
  errors: [502],
  limit: "connectionTestPerClient",
});

export const receiveLivekitWebhook = defineContract({
  method: "POST",
  path: "/api/webhooks/livekit/",
  summary: "LiveKit tells what happens in calls; signed by it",
  tags,
  rawBody: ["application/webhook+json"],
  style: "problem",
  access: "anyone",
  response: z.object({ received: z.literal(true) }),
  errors: [401, 413, 415],
});
