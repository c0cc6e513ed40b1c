import { keepSourceContract } from "@/lib/http/endpoints/video-tracks";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { keepSource } from "@/lib/videos/commands/replace-source";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  DELETE: defineRoute(keepSourceContract, ({ actor, params }) => keepSource(actor, params.id)),
});
