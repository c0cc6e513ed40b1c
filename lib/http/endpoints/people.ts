import { z } from "zod";
import { parseId } from "@/lib/core/ids";
import { settings } from "@/lib/core/settings";
import { defineContract } from "@/lib/http/contract";

const tags = ["People"];
const pictureTypes = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream"];
const wholeNumber = z.string().regex(/^\d{1,6}$/, "Use a whole number.").transform(Number);

/** `1,2,3`: what is no id names nobody. */
const idList = z.string().transform((text, context) => {
  const parts = text.split(",");
  if (parts.length > settings.pageLimitMax) context.addIssue({ code: "custom", message: `Use at most ${settings.pageLimitMax} ids.` });
  return parts.map(parseId).filter((id) => id !== null);
});

/** Guests of a call see the people in it: hence anyone may ask, and the policy says of whom. */
export const listPicturesContract = defineContract({
  method: "GET",
  path: "/api/people/pictures/",
  summary: "Addresses of the pictures of people, by their id; who has none is left out",
  tags,
  style: "problem",
  access: "anyone",
  query: z.strictObject({ ids: idList }),
  response: z.object({ pictures: z.record(z.string(), z.string()), unknown: z.array(z.int()).describe("Of whom a guest is told nothing (yet): they are in no call together") }),
  errors: [401],
  limit: "readPerClient",
});

/** The body is the file itself: JPEG, PNG, WebP or GIF. */
export const putPictureContract = defineContract({
  method: "PUT",
  path: "/api/me/picture/",
  summary: "Show this picture: a square of it, in pixels of the upright picture, or its middle",
  tags,
  style: "problem",
  access: "session",
  rawBody: pictureTypes,
  query: z.strictObject({ left: wholeNumber.optional(), top: wholeNumber.optional(), size: wholeNumber.optional() }),
  response: z.object({ picture: z.string() }),
  errors: [400, 413, 415],
  limit: "changePicturePerUser",
});

export const deletePictureContract = defineContract({
  method: "DELETE",
  path: "/api/me/picture/",
  summary: "Remove one's own picture; its files are gone",
  tags,
  style: "problem",
  access: "session",
});

/** Only for the person themselves. */
export const backgroundContract = defineContract({
  method: "GET",
  path: "/api/me/background/",
  summary: "One's own picture to sit in front of in calls, as WebP",
  tags,
  style: "problem",
  access: "session",
  // Says nothing: another one is another address for a browser that has the picture before.
  query: z.strictObject({ v: z.string().max(20).optional() }),
  contentType: "image/webp",
  errors: [404],
  limit: "readPerClient",
});

/** The body is the file itself: JPEG, PNG, WebP or GIF. */
export const putBackgroundContract = defineContract({
  method: "PUT",
  path: "/api/me/background/",
  summary: "Keep this picture to sit in front of in calls, in place of the one before",
  tags,
  style: "problem",
  access: "session",
  rawBody: pictureTypes,
  errors: [400, 413, 415],
  limit: "changePicturePerUser",
});

export const deleteBackgroundContract = defineContract({
  method: "DELETE",
  path: "/api/me/background/",
  summary: "Remove one's own picture to sit in front of; its file is gone",
  tags,
  style: "problem",
  access: "session",
});

/** Served by the gateway before Next; here for the document. */
export const pictureContract = defineContract({
  method: "GET",
  path: "/api/pictures/{name}/{file}",
  summary: "A picture of a person, 96.webp or 512.webp; the name changes with the content",
  tags,
  style: "plain",
  access: "session",
  params: z.object({ name: z.string(), file: z.string() }),
  contentType: "image/webp",
  errors: [404],
});

export const exportContract = defineContract({
  method: "GET",
  path: "/api/exports/{id}/",
  summary: "One's own copy of one's data, as a ZIP archive, while it is kept",
  tags,
  style: "plain",
  access: "session",
  params: z.object({ id: z.uuid() }),
  contentType: "application/zip",
  errors: [404, 416],
});
