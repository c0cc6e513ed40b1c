import { z } from "zod";
import { attachmentSchema } from "@/lib/chat/contract";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";

const tags = ["Chat"];
const byFile = z.object({ id: idParam, file: z.uuid() });

/** All of these are served by the gateway before Next; here for the document. */
export const uploadFileContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/files/",
  summary: "Give a file to a room, to be sent with a message: the body is the file itself; pictures are encoded anew without what cameras write into them",
  tags,
  style: "problem",
  access: "session",
  params: z.object({ id: idParam }),
  query: z.strictObject({ name: z.string() }),
  rawBody: ["application/octet-stream"],
  status: 201,
  response: attachmentSchema,
  errors: [400, 409, 413, 507],
  limit: "uploadFilePerUser",
});

export const discardFileContract = defineContract({
  method: "DELETE",
  path: "/api/rooms/{id}/files/{file}/",
  summary: "Take a file of one's own away that was not sent; what was sent goes with its message",
  tags,
  style: "problem",
  access: "session",
  params: byFile,
});

export const messageFileContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/files/{file}/",
  summary: "A file of a message, for those who read the room: pictures to be shown, all else to be saved",
  tags,
  style: "plain",
  access: "participant",
  params: byFile,
  contentType: "application/octet-stream",
  otherTypes: ["image/jpeg", "image/png", "image/webp", "image/gif"],
  errors: [416],
});

export const messagePreviewContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/files/{file}/preview/",
  summary: "The small still one of a picture",
  tags,
  style: "plain",
  access: "participant",
  params: byFile,
  contentType: "image/webp",
  errors: [416],
});
