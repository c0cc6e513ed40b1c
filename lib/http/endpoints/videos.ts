import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";
import { changedVideo, changeVideoInput, keepPositionInput, renditionNames, videoList, videoStatus, changeVideoLinkInput, createVideoLinkInput, videoLinkItem, videoLinkList } from "@/lib/videos/contract";

const tags = ["Video library"];

const videoParams = z.object({ id: idParam });

export const listVideosContract = defineContract({
  method: "GET",
  path: "/api/video/",
  summary: "Videos that are ready and that you may see, newest first",
  tags,
  style: "plain",
  access: "session",
  response: videoList,
});

export const getVideoStatusContract = defineContract({
  method: "GET",
  path: "/api/video/{id}/status/",
  summary: "Where the processing of a video stands; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  response: videoStatus,
});

export const retryVideoContract = defineContract({
  method: "POST",
  path: "/api/video/{id}/retry/",
  summary: "Process a failed video anew; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  response: videoStatus,
  errors: [409],
});

export const changeVideoContract = defineContract({
  method: "PATCH",
  path: "/api/video/{id}/",
  summary: "Change the words or the audience of a video; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  body: changeVideoInput,
  status: 200,
  response: changedVideo,
  limit: "changeVideoPerUser",
});

export const deleteVideoContract = defineContract({
  method: "DELETE",
  path: "/api/video/{id}/",
  summary: "Delete a video; it can be brought back for thirty days. For its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  limit: "changeVideoPerUser",
});

export const restoreVideoContract = defineContract({
  method: "POST",
  path: "/api/video/{id}/restore/",
  summary: "Bring a deleted video back; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  errors: [409],
  limit: "changeVideoPerUser",
});

export const listVideoLinksContract = defineContract({
  method: "GET",
  path: "/api/video/{id}/links/",
  summary: "Share links of a video, the newest first; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  response: videoLinkList,
});

export const createVideoLinkContract = defineContract({
  method: "POST",
  path: "/api/video/{id}/links/",
  summary: "Make a link with which anybody may watch a video until its end; for its owner and moderators",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  body: createVideoLinkInput,
  status: 201,
  response: videoLinkItem,
  errors: [409],
  limit: "changeVideoPerUser",
});

export const changeVideoLinkContract = defineContract({
  method: "PATCH",
  path: "/api/video/{id}/links/{link}/",
  summary: "Revoke a share link, which ends the playback of all who came by it, or put it in force again",
  tags,
  style: "problem",
  access: "session",
  params: videoParams.extend({ link: idParam }),
  body: changeVideoLinkInput,
  limit: "changeVideoPerUser",
});

export const keepPositionContract = defineContract({
  method: "PUT",
  path: "/api/video/{id}/position/",
  summary: "Keep where you are in a video, to go on there in any browser; at its start and near its end the place is forgotten",
  tags,
  style: "problem",
  access: "session",
  params: videoParams,
  body: keepPositionInput,
  limit: "keepPositionPerUser",
});

/** Served by the gateway before Next; here for the document. */
const rendition = z.enum(renditionNames);
const file = { method: "GET", tags, style: "plain", access: "session", status: 200 } as const;

export const masterPlaylistContract = defineContract({
  ...file,
  path: "/api/video/{id}/master.m3u8",
  summary: "Master playlist: every rendition with its measured rates",
  contentType: "application/vnd.apple.mpegurl",
  params: videoParams,
});

export const mediaPlaylistContract = defineContract({
  ...file,
  path: "/api/video/{id}/{resolution}/index.m3u8",
  summary: "Playlist of one rendition, or of the best there is; addresses in it are root-absolute",
  contentType: "application/vnd.apple.mpegurl",
  params: videoParams.extend({ resolution: rendition }),
});

export const segmentContract = defineContract({
  ...file,
  path: "/api/video/{id}/{resolution}/{segment}",
  summary: "A segment with picture and sound; ranges and entity tags",
  contentType: "video/mp2t",
  params: videoParams.extend({ resolution: rendition, segment: z.string() }),
  errors: [416],
});

export const posterContract = defineContract({
  ...file,
  path: "/api/video/{id}/poster.jpg",
  summary: "The picture that stands for the video; may be shown by pages of other origins",
  contentType: "image/jpeg",
  params: videoParams,
});

const tusVersion = { "Tus-Resumable": z.literal("1.0.0") };

export const createUploadContract = defineContract({
  method: "POST",
  path: "/api/uploads/",
  summary: "Begin a resumable upload (tus 1.0.0); Upload-Metadata: filename, title, description?, category?, visibility?; or filename and recording, for the file of a recording made in a browser",
  tags,
  style: "problem",
  access: "session",
  headers: z.object({ ...tusVersion, "Upload-Length": z.string().regex(/^\d{1,15}$/), "Upload-Metadata": z.string() }),
  status: 201,
  errors: [400, 412, 413, 507],
  limit: "createUploadPerUser",
});

export const continueUploadContract = defineContract({
  method: "PATCH",
  path: "/api/uploads/{id}",
  summary: "Send the next bytes of an upload; the last answer carries X-Video-Id, or X-Recording-Id for the file of a recording",
  tags,
  style: "problem",
  access: "session",
  params: z.object({ id: z.uuid() }),
  headers: z.object({ ...tusVersion, "Upload-Offset": z.string().regex(/^\d{1,15}$/) }),
  rawBody: ["application/offset+octet-stream"],
  errors: [409, 410, 412, 413],
});

export const abandonUploadContract = defineContract({
  method: "DELETE",
  path: "/api/uploads/{id}",
  summary: "Give an unfinished upload up",
  tags,
  style: "problem",
  access: "session",
  params: z.object({ id: z.uuid() }),
  headers: z.object(tusVersion),
  errors: [409, 412],
});
