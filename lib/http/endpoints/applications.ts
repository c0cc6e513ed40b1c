import { z } from "zod";
import { tokenInput, tokenSchema } from "@/lib/applications/contract";
import { defineContract } from "@/lib/http/contract";
import { idParam, limitQuery, pageSchema } from "@/lib/http/params";
import { accessLevels } from "@/lib/rooms/constants";
import { changeRoomInput, createRoomInput, roomDetailSchema, roomSchema } from "@/lib/rooms/contract";

const tags = ["Applications"];

export const issueTokenContract = defineContract({
  method: "POST",
  path: "/external-api/v1.0/application/token/",
  summary: "A token with which a program acts for the person whose address is the scope",
  tags,
  style: "problem",
  access: "anyone",
  body: tokenInput,
  acceptsForm: true,
  status: 200,
  response: tokenSchema,
  errors: [401, 404, 429],
});

/** A room without what is written in it: no scope of rooms covers messages. */
const externalRoomSchema = roomSchema.omit({ last_message: true });
const externalRoomDetailSchema = roomDetailSchema.omit({ last_message: true, abilities: true });

export const listExternalRoomsContract = defineContract({
  method: "GET",
  path: "/external-api/v1.0/rooms/",
  summary: "The person's own rooms, the one last written in first. Scope: rooms:list",
  tags,
  style: "problem",
  access: "application",
  action: "room.list",
  query: z.strictObject({ limit: limitQuery, before: z.string().optional() }),
  response: pageSchema(externalRoomSchema),
  limit: "readPerClient",
});

export const createExternalRoomContract = defineContract({
  method: "POST",
  path: "/external-api/v1.0/rooms/",
  summary: "Make a room that the person owns. Public ones only where the application allows it. Scope: rooms:create",
  tags,
  style: "problem",
  access: "application",
  action: "room.create",
  body: createRoomInput.extend({ access_level: z.enum(accessLevels, `Use one of: ${accessLevels.join(", ")}.`).default("restricted") }),
  status: 201,
  response: externalRoomDetailSchema,
  errors: [409],
  limit: "createRoomPerUser",
});

export const getExternalRoomContract = defineContract({
  method: "GET",
  path: "/external-api/v1.0/rooms/{id}/",
  summary: "One of the person's rooms. Scope: rooms:retrieve",
  tags,
  style: "problem",
  access: "application",
  action: "room.retrieve",
  params: z.object({ id: idParam }),
  response: externalRoomDetailSchema,
  limit: "readPerClient",
});

export const changeExternalRoomContract = defineContract({
  method: "PATCH",
  path: "/external-api/v1.0/rooms/{id}/",
  summary: "Change what is named of a room that the person hosts. To public only where the application allows it. Scope: rooms:update",
  tags,
  style: "problem",
  access: "application",
  action: "room.update",
  params: z.object({ id: idParam }),
  body: changeRoomInput,
  status: 200,
  response: externalRoomDetailSchema,
  errors: [409],
  limit: "changeRoomPerUser",
});

export const deleteExternalRoomContract = defineContract({
  method: "DELETE",
  path: "/external-api/v1.0/rooms/{id}/",
  summary: "Delete a room that the person owns. Scope: rooms:delete",
  tags,
  style: "problem",
  access: "application",
  action: "room.delete",
  params: z.object({ id: idParam }),
  limit: "changeRoomPerUser",
});
