import { orderCategoriesContract } from "@/lib/http/endpoints/video-categories";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { orderCategories } from "@/lib/videos/commands/change-categories";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PUT: defineRoute(orderCategoriesContract, ({ actor, body }) => orderCategories(actor, body)),
});
