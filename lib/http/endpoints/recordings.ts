import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { limitQuery, optionalCount, pageSchema } from "@/lib/http/params";
import { changeRecordingInput, externalRecordingSchema, changeStreamInput, liveStreamSchema, recordingDetailSchema, recordingIdSchema, recordingSchema, startRecordingInput, startStreamInput, viewerIdSchema } from "@/lib/recordings/contract";

const tags = ["Recordings"];
const roomParams = z.object({ id: z.string().min(1).max(80).describe("The room's id or slug") });
const params = roomParams.extend({ uuid: recordingIdSchema });
const ofRoom = { tags, style: "problem", access: "session", params: roomParams, limit: "readPerClient" } as const;
const one = { tags, style: "problem", access: "session", params, limit: "changeRecordingPerUser" } as const;

export const listRecordingsContract = defineContract({
  ...ofRoom,
  method: "GET",
  path: "/api/rooms/{id}/recordings/",
  summary: "The recordings and live streams of a room, the newest first; for its members",
  query: z.object({ limit: limitQuery, offset: optionalCount }),
  response: pageSchema(recordingSchema),
  errors: [404],
});

export const startRecordingContract = defineContract({
  ...ofRoom,
  method: "POST",
  path: "/api/rooms/{id}/recordings/",
  summary: "Record the room's call; the same Idempotency-Key again answers the same recording with 200",
  headers: z.object({ "Idempotency-Key": z.string().regex(/^[\x21-\x7e]{1,200}$/).optional() }),
  body: startRecordingInput,
  status: 201,
  response: recordingDetailSchema,
  otherResponses: { 200: recordingDetailSchema },
  errors: [403, 404, 409, 413, 502, 507],
  limit: "startRecordingPerUser",
});

export const getRecordingContract = defineContract({ ...one, method: "GET", path: "/api/rooms/{id}/recordings/{uuid}/", summary: "One recording", response: recordingDetailSchema, errors: [404], limit: "readPerClient" });

export const changeRecordingContract = defineContract({
  ...one,
  method: "PATCH",
  path: "/api/rooms/{id}/recordings/{uuid}/",
  summary: "Give a recording a title; for hosts",
  body: changeRecordingInput,
  response: recordingDetailSchema,
  errors: [403, 404, 409],
});

export const deleteRecordingContract = defineContract({ ...one, method: "DELETE", path: "/api/rooms/{id}/recordings/{uuid}/", summary: "Delete a recording; for hosts", status: 204, errors: [403, 404, 409] });

export const restoreRecordingContract = defineContract({
  ...one,
  method: "POST",
  path: "/api/rooms/{id}/recordings/{uuid}/restore/",
  summary: "Bring a deleted recording back; for hosts",
  status: 200,
  response: recordingDetailSchema,
  errors: [403, 404],
});

export const stopRecordingContract = defineContract({
  ...one,
  method: "POST",
  path: "/api/rooms/{id}/recordings/{uuid}/stop/",
  summary: "End a recording; one that has ended is answered as it is",
  status: 200,
  response: recordingDetailSchema,
  errors: [403, 404],
});

export const publishRecordingContract = defineContract({
  ...one,
  method: "POST",
  path: "/api/rooms/{id}/recordings/{uuid}/publish/",
  summary: "Make a video of the library of a saved recording, for the room's members; `video_id` names it when a job has made it. For hosts",
  status: 202,
  response: recordingDetailSchema,
  errors: [403, 404, 409],
});

export const startStreamContract = defineContract({
  ...ofRoom,
  method: "POST",
  path: "/api/rooms/{id}/streams/",
  summary: "Send the room's call live, to its page and to RTMP addresses; it is a recording in all else: read, ended, renamed, deleted and published as one. For those who may record",
  headers: z.object({ "Idempotency-Key": z.string().regex(/^[\x21-\x7e]{1,200}$/).optional() }),
  body: startStreamInput,
  status: 201,
  response: recordingDetailSchema,
  otherResponses: { 200: recordingDetailSchema },
  errors: [403, 404, 409, 502, 507],
  limit: "startRecordingPerUser",
});

export const changeStreamContract = defineContract({
  ...one,
  method: "PATCH",
  path: "/api/rooms/{id}/streams/{uuid}/",
  summary: "Change who may watch a stream while it runs, and whether its file is kept; for hosts",
  body: changeStreamInput,
  response: recordingDetailSchema,
  errors: [403, 404, 409],
});

export const retryTargetContract = defineContract({
  ...one,
  method: "POST",
  path: "/api/rooms/{id}/streams/{uuid}/targets/{position}/retry/",
  summary: "Send a running stream again to an address that failed; `position` is its place among `stream.targets`, from 0. For hosts",
  params: params.extend({ position: z.string().regex(/^\d$/).transform(Number) }),
  status: 200,
  response: recordingDetailSchema,
  errors: [403, 404, 409],
});

const ofStream = { method: "GET", tags, style: "plain", access: "anyone", status: 200, limit: "watchLivePerViewer" } as const;
const streamParams = z.object({ uuid: recordingIdSchema });

/** Served by the gateway before Next, as the next two; here for the document. */
export const getLiveStreamContract = defineContract({ ...ofStream, path: "/api/live/{uuid}/", summary: "How a live stream stands, for its audience", params: streamParams, response: liveStreamSchema, errors: [401, 404] });

export const livePlaylistContract = defineContract({
  ...ofStream,
  path: "/api/live/{uuid}/index.m3u8",
  summary: "The playlist of a live stream, for its audience: who asks for it again and again is counted as a viewer",
  params: streamParams,
  query: z.object({ viewer: viewerIdSchema.optional().describe("Made up by a browser whose owner has no account, to be counted once") }),
  contentType: "application/vnd.apple.mpegurl",
  errors: [400, 401, 404],
});

export const liveSegmentContract = defineContract({ ...ofStream, path: "/api/live/{uuid}/{segment}", summary: "A piece of a live stream that its playlist names", params: streamParams.extend({ segment: z.string().regex(/^\d{6,9}\.ts$/) }), contentType: "video/mp2t", errors: [401, 404] });

/** Served by the gateway before Next; here for the document. */
export const recordingFileContract = defineContract({
  method: "GET",
  path: "/api/recordings/{uuid}/file/",
  summary: "The file of a recording, with ranges: for those who see it, and by a link for anybody, until that expires or the person for whom it was made may not see it any more",
  tags,
  style: "plain",
  access: "anyone",
  params: z.object({ uuid: recordingIdSchema }),
  query: z.object({ person: z.string().optional().describe("Of a link"), until: z.string().optional().describe("Of a link"), key: z.string().optional().describe("Of a link"), download: z.string().optional().describe("1: to be saved instead of shown") }),
  status: 200,
  contentType: "video/mp4",
  otherTypes: ["audio/mp4"],
  errors: [401, 404, 416, 502],
});

/** Served by the same gateway. */
export const recordingCaptionsContract = defineContract({
  method: "GET",
  path: "/api/recordings/{uuid}/captions/",
  summary: "What was said in a recording where its call had captions, as WebVTT; for those who get its file",
  tags,
  style: "plain",
  access: "anyone",
  params: z.object({ uuid: recordingIdSchema }),
  query: z.object({ person: z.string().optional().describe("Of a link"), until: z.string().optional().describe("Of a link"), key: z.string().optional().describe("Of a link") }),
  status: 200,
  contentType: "text/vtt",
  errors: [401, 404],
});

const programs = ["Applications"];
const external = { tags: programs, style: "problem", access: "application" } as const;

export const listExternalRecordingsContract = defineContract({
  ...external,
  method: "GET",
  path: "/external-api/v1.0/recordings/",
  summary: "The recordings of the person's rooms, or of one of them, the newest first. Scope: recordings:list",
  action: "recording.list",
  query: z.strictObject({ limit: limitQuery, offset: optionalCount, room: optionalCount.describe("The id of a room") }),
  response: pageSchema(externalRecordingSchema),
  limit: "readPerClient",
});

export const getExternalRecordingContract = defineContract({
  ...external,
  method: "GET",
  path: "/external-api/v1.0/recordings/{uuid}/",
  summary: "A recording of one of the person's rooms, with links to its file and captions. Scope: recordings:retrieve",
  action: "recording.retrieve",
  params: z.object({ uuid: recordingIdSchema }),
  response: externalRecordingSchema,
  limit: "readPerClient",
});

export const deleteExternalRecordingContract = defineContract({
  ...external,
  method: "DELETE",
  path: "/external-api/v1.0/recordings/{uuid}/",
  summary: "Delete a recording of a room that the person hosts. Scope: recordings:delete",
  action: "recording.delete",
  params: z.object({ uuid: recordingIdSchema }),
  errors: [409],
  limit: "changeRecordingPerUser",
});
