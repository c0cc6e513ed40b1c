import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";
import { changedVideos, changeVideosInput, deletedCategory, nameCategoryInput, orderCategoriesInput, videoCategoryItem, videoCategoryList } from "@/lib/videos/contract";

const tags = ["Video library"];
const common = { tags, style: "problem", access: "session" } as const;
const params = z.object({ id: idParam });

export const listCategoriesContract = defineContract({
  ...common,
  method: "GET",
  path: "/api/video-categories/",
  summary: "Categories of the library in their order, with how many videos are in each; for moderators",
  response: videoCategoryList,
  errors: [403],
});

export const createCategoryContract = defineContract({
  ...common,
  method: "POST",
  path: "/api/video-categories/",
  summary: "Make a category behind the others; for moderators",
  body: nameCategoryInput,
  status: 201,
  response: videoCategoryItem,
  errors: [403, 409],
  limit: "changeVideoPerUser",
});

export const orderCategoriesContract = defineContract({
  ...common,
  method: "PUT",
  path: "/api/video-categories/order/",
  summary: "Put all categories into an order, which is the library's; for moderators",
  body: orderCategoriesInput,
  errors: [403, 409],
  limit: "changeVideoPerUser",
});

export const renameCategoryContract = defineContract({
  ...common,
  method: "PATCH",
  path: "/api/video-categories/{id}/",
  summary: "Rename a category together with its videos; for moderators",
  params,
  body: nameCategoryInput,
  status: 200,
  response: videoCategoryItem,
  errors: [403, 409],
  limit: "changeVideoPerUser",
});

export const deleteCategoryContract = defineContract({
  ...common,
  method: "DELETE",
  path: "/api/video-categories/{id}/",
  summary: "Delete a category; its videos go into another one (`move_to`), else into none. For moderators",
  params,
  query: z.strictObject({ move_to: idParam.optional() }),
  status: 200,
  response: deletedCategory,
  errors: [403, 409],
  limit: "changeVideoPerUser",
});

export const changeVideosContract = defineContract({
  ...common,
  method: "POST",
  path: "/api/video/bulk/",
  summary: "Do one thing to several videos at once; each by the rule of a single one, those to which it does not apply are skipped and named",
  body: changeVideosInput,
  status: 200,
  response: changedVideos,
  limit: "changeVideoPerUser",
});
