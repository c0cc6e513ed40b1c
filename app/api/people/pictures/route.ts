import { findPictures } from "@/lib/accounts/pictures";
import { listPicturesContract } from "@/lib/http/endpoints/people";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listPicturesContract, async ({ actor, query }) => ({ pictures: await findPictures(actor, query.ids) })),
});
