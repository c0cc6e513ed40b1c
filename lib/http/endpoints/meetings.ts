import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery, optionalCount, pageSchema } from "@/lib/http/params";
import { createMeetingInput, extendMeetingInput, meetingSchema, meetingWindowSchema, updateMeetingInput } from "@/lib/meetings/contract";

const tags = ["Meetings"];
const byUuid = z.object({ uuid: z.uuid().transform((text) => text.toLowerCase()) });
const idempotency = z.object({ "Idempotency-Key": z.string().regex(/^[\x21-\x7e]{1,200}$/).optional() });
const byId = z.object({ id: idParam });

export const createMeetingContract = defineContract({
  method: "POST",
  path: "/api/meetings/",
  summary: "Schedule a meeting; its maker is the host. With an Idempotency-Key the same request again answers the first meeting",
  tags,
  style: "problem",
  access: "session",
  headers: idempotency,
  body: createMeetingInput,
  status: 201,
  response: meetingSchema,
  errors: [409],
  limit: "changeMeetingPerUser",
});

export const getMeetingWindowContract = defineContract({
  method: "GET",
  path: "/api/meetings/{uuid}/window/",
  summary: "Whether a meeting is open, for whoever has its address, with the server's clock",
  tags,
  style: "problem",
  access: "anyone",
  params: byUuid,
  response: meetingWindowSchema,
  limit: "readPerClient",
});

/** Served by the gateway before Next; here for the document. */
export const meetingWindowEventsContract = defineContract({
  method: "GET",
  path: "/api/meetings/{uuid}/window/events",
  summary: "The window of a meeting now and at each change, as server-sent events, for whoever has its address",
  tags,
  style: "problem",
  access: "anyone",
  params: byUuid,
  contentType: "text/event-stream",
  errors: [404, 503],
  limit: "readPerClient",
});

export const getMeetingCalendarContract = defineContract({
  method: "GET",
  path: "/api/meetings/{uuid}/calendar/",
  summary: "A meeting as a calendar file, for whoever has its address",
  tags,
  style: "problem",
  access: "anyone",
  params: byUuid,
  contentType: "text/calendar",
  errors: [404],
  limit: "readPerClient",
});

export const extendMeetingContract = defineContract({
  method: "POST",
  path: "/api/meetings/{uuid}/extend/",
  summary: "Add minutes to the end of an open meeting; for its hosts",
  tags,
  style: "problem",
  access: "session",
  params: byUuid,
  body: extendMeetingInput,
  status: 200,
  response: meetingWindowSchema,
  errors: [403, 404, 409],
  limit: "changeMeetingPerUser",
});

export const readCalendarFeedContract = defineContract({
  method: "GET",
  path: "/api/meetings/feed/{secret}/",
  summary: "A person's meetings for calendar programs, under the private address that ends in `<secret>.ics`",
  tags,
  style: "problem",
  access: "anyone",
  params: z.object({ secret: z.string().regex(/^[\w-]{43}\.ics$/).transform((text) => text.slice(0, -".ics".length)) }),
  contentType: "text/calendar",
  limit: "readMeetingFeedPerClient",
});

const external = { tags: ["Applications"], style: "problem", access: "application" } as const;

export const listExternalMeetingsContract = defineContract({
  ...external,
  tags: ["Applications"],
  method: "GET",
  path: "/external-api/v1.0/meetings/",
  summary: "The person's meetings, the newest first. Scope: meetings:list",
  action: "meeting.list",
  query: z.strictObject({ limit: limitQuery, before: optionalCount }),
  response: pageSchema(meetingSchema),
  limit: "readPerClient",
});

export const createExternalMeetingContract = defineContract({
  ...external,
  tags: ["Applications"],
  method: "POST",
  path: "/external-api/v1.0/meetings/",
  summary: "Schedule a meeting that the person hosts. With an Idempotency-Key the same request again answers the first meeting. Scope: meetings:create",
  action: "meeting.create",
  headers: idempotency,
  body: createMeetingInput,
  status: 201,
  response: meetingSchema,
  errors: [409],
  limit: "changeMeetingPerUser",
});

export const getExternalMeetingContract = defineContract({
  ...external,
  tags: ["Applications"],
  method: "GET",
  path: "/external-api/v1.0/meetings/{id}/",
  summary: "One of the person's meetings. Scope: meetings:retrieve",
  action: "meeting.retrieve",
  params: byId,
  response: meetingSchema,
  limit: "readPerClient",
});

export const updateExternalMeetingContract = defineContract({
  ...external,
  tags: ["Applications"],
  method: "PATCH",
  path: "/external-api/v1.0/meetings/{id}/",
  summary: "Change a meeting that the person hosts; what is not named stays. Scope: meetings:update",
  action: "meeting.update",
  params: byId,
  body: updateMeetingInput,
  status: 200,
  response: meetingSchema,
  errors: [409],
  limit: "changeMeetingPerUser",
});

export const deleteExternalMeetingContract = defineContract({
  ...external,
  tags: ["Applications"],
  method: "DELETE",
  path: "/external-api/v1.0/meetings/{id}/",
  summary: "Cancel a meeting that the person hosts; those who were asked to come are told. Scope: meetings:delete",
  action: "meeting.delete",
  params: byId,
  limit: "changeMeetingPerUser",
});
