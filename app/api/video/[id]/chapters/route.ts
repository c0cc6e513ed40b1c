import { listChaptersContract, setChaptersContract } from "@/lib/http/endpoints/video-tracks";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { setChapters } from "@/lib/videos/commands/change-chapters";
import { listChapters } from "@/lib/videos/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listChaptersContract, ({ actor, params }) => listChapters(actor, params.id)),
  PUT: defineRoute(setChaptersContract, ({ actor, params, body }) => setChapters(actor, params.id, body)),
});
