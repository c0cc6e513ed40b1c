import { removePicture, setPicture } from "@/lib/accounts/commands/change-picture";
import { settings } from "@/lib/core/settings";
import { readPicture } from "@/lib/http/read-picture";
import { deletePictureContract, putPictureContract } from "@/lib/http/endpoints/people";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PUT: defineRoute(putPictureContract, async ({ request, actor, query: { left = 0, top = 0, size } }) => {
    const bytes = await readPicture(request, settings.pictureMaxBytes);
    return { picture: await setPicture(actor, bytes, size ? { left, top, size } : null) };
  }),
  DELETE: defineRoute(deletePictureContract, async ({ actor }) => {
    await removePicture(actor);
    return new Response(null, { status: 204 });
  }),
});
