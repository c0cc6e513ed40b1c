import { showVideo, stopVideo } from "@/lib/calls/commands/show-video";
import { steerVideo } from "@/lib/calls/commands/steer-video";
import { getWatchState } from "@/lib/calls/watch";
import { getWatchContract, showVideoContract, steerVideoContract, stopVideoContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getWatchContract, ({ actor, params }) => getWatchState(actor, params.id)),
  POST: defineRoute(showVideoContract, ({ actor, params, body }) => showVideo(actor, params.id, body)),
  PATCH: defineRoute(steerVideoContract, ({ actor, params, body }) => steerVideo(actor, params.id, body)),
  DELETE: defineRoute(stopVideoContract, ({ actor, params }) => stopVideo(actor, params.id)),
});
