import { deleteCategoryContract, renameCategoryContract } from "@/lib/http/endpoints/video-categories";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { deleteCategory, renameCategory } from "@/lib/videos/commands/change-categories";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PATCH: defineRoute(renameCategoryContract, ({ actor, params, body }) => renameCategory(actor, params.id, body)),
  DELETE: defineRoute(deleteCategoryContract, ({ actor, params, query }) => deleteCategory(actor, params.id, query.move_to ?? null)),
});
