import { getMeetingWindowContract } from "@/lib/http/endpoints/meetings";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { getMeetingWindow } from "@/lib/meetings/queries/get-window";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getMeetingWindowContract, ({ params }) => getMeetingWindow(params.uuid)),
});
