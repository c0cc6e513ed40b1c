import { createCategoryContract, listCategoriesContract } from "@/lib/http/endpoints/video-categories";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { listManagedCategories } from "@/lib/videos/categories";
import { createCategory } from "@/lib/videos/commands/change-categories";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listCategoriesContract, async ({ actor }) => ({ items: await listManagedCategories(actor) })),
  POST: defineRoute(createCategoryContract, ({ actor, body }) => createCategory(actor, body)),
});
