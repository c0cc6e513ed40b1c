import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";
import { captionItem, captionList, changeCaptionInput, chapterList, chaptersInput, newCaption, videoStatus } from "@/lib/videos/contract";

const tags = ["Video library"];
const videoParams = z.object({ id: idParam });
const captionParams = z.object({ id: idParam, caption: idParam });
const own = { tags, style: "problem", access: "session" } as const;
const rawBody = ["text/vtt", "application/x-subrip", "application/octet-stream"];

export const listCaptionsContract = defineContract({
  ...own,
  method: "GET",
  path: "/api/video/{id}/captions/",
  summary: "The captions of a video, for those who may open it",
  params: videoParams,
  response: captionList,
});

export const addCaptionContract = defineContract({
  ...own,
  method: "POST",
  path: "/api/video/{id}/captions/",
  summary: "Give a video captions: the body is the file, WebVTT or SubRip; kept as WebVTT. For its owner and moderators",
  params: videoParams,
  query: newCaption,
  rawBody,
  status: 201,
  response: captionItem,
  errors: [400, 409, 413],
  limit: "changeVideoPerUser",
});

export const changeCaptionContract = defineContract({
  ...own,
  method: "PATCH",
  path: "/api/video/{id}/captions/{caption}/",
  summary: "Change the language or the name of captions, or whether players begin with them",
  params: captionParams,
  body: changeCaptionInput,
  response: captionItem,
  limit: "changeVideoPerUser",
});

export const replaceCaptionContract = defineContract({
  ...own,
  method: "PUT",
  path: "/api/video/{id}/captions/{caption}/",
  summary: "Put another file in the place of captions: the body is the file",
  params: captionParams,
  rawBody,
  response: captionItem,
  errors: [400, 413],
  limit: "changeVideoPerUser",
});

export const deleteCaptionContract = defineContract({
  ...own,
  method: "DELETE",
  path: "/api/video/{id}/captions/{caption}/",
  summary: "Take captions away",
  params: captionParams,
  limit: "changeVideoPerUser",
});

export const listChaptersContract = defineContract({
  ...own,
  method: "GET",
  path: "/api/video/{id}/chapters/",
  summary: "The chapters of a video in their order, for those who may open it",
  params: videoParams,
  response: chapterList,
});

export const setChaptersContract = defineContract({
  ...own,
  method: "PUT",
  path: "/api/video/{id}/chapters/",
  summary: "Give a video these chapters in place of all that it had; for its owner and moderators",
  params: videoParams,
  body: chaptersInput,
  response: chapterList,
  limit: "changeVideoPerUser",
});

export const keepSourceContract = defineContract({
  ...own,
  method: "DELETE",
  path: "/api/video/{id}/replacement/",
  summary: "Give up the source that is to replace that of a video (an upload with `replaces`) and keep the one that is shown",
  params: videoParams,
  status: 200,
  response: videoStatus,
  errors: [409],
  limit: "changeVideoPerUser",
});

/** Served by the gateway before Next; here for the document. */
const file = { method: "GET", tags, style: "plain", access: "session", status: 200, contentType: "text/vtt" } as const;

export const captionFileContract = defineContract({
  ...file,
  path: "/api/video/{id}/captions/{caption}/cues.vtt",
  summary: "Captions as WebVTT, for those who may play the video",
  params: captionParams,
  errors: [416],
});

export const chapterFileContract = defineContract({
  ...file,
  path: "/api/video/{id}/chapters.vtt",
  summary: "The chapters as WebVTT, for those who may play the video",
  params: videoParams,
});
