import { findPictures } from "@/lib/accounts/pictures";
import { listPicturesContract } from "@/lib/http/endpoints/people";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(listPicturesContract, ({ actor, query }) => findPictures(actor, query.ids)),
});
