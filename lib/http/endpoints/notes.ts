import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";

/** Served by the gateway before Next; here for the document. Changes go over a websocket at `…/notes/live`. */
export const exportNotesContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/notes/",
  summary: "The room's notes as Markdown, for its members and those in its call",
  tags: ["Notes"],
  style: "problem",
  access: "participant",
  params: z.object({ id: idParam }),
  contentType: "text/markdown",
  status: 200,
  errors: [401, 404],
});
