import { z } from "zod";
import { callPresenceOutput, doorOutput, joinTokenInput, joinTokenOutput } from "@/lib/calls/contract";
import { defineContract } from "@/lib/http/contract";

const roomAddress = z.object({ id: z.string().min(1).max(80).describe("The room's id or slug") });

export const createJoinToken = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/token/",
  summary: "A key to the room's call, for minutes",
  tags: ["Calls"],
  style: "problem",
  access: "anyone",
  params: roomAddress,
  body: joinTokenInput,
  status: 200,
  response: joinTokenOutput,
  errors: [401, 403, 404, 502],
  limit: "joinTokenPerUser",
});

export const getDoorContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/door/",
  summary: "What a person with the link may know before entering",
  tags: ["Calls"],
  style: "problem",
  access: "anyone",
  params: roomAddress,
  response: doorOutput,
  limit: "readPerClient",
});

export const getPresenceContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/call/",
  summary: "Who is in the room's call now",
  tags: ["Calls"],
  style: "problem",
  access: "anyone",
  params: roomAddress,
  response: callPresenceOutput,
  errors: [401, 403],
  limit: "readPerClient",
});

export const receiveLivekitWebhook = defineContract({
  method: "POST",
  path: "/api/webhooks/livekit/",
  summary: "LiveKit tells what happens in calls; signed by it",
  tags: ["Calls"],
  style: "problem",
  access: "anyone",
  response: z.object({ received: z.literal(true) }),
  errors: [401, 413, 415],
});
