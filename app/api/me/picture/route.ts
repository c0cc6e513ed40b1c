import { removePicture, setPicture } from "@/lib/accounts/commands/change-picture";
import { AppError } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";
import { deletePictureContract, putPictureContract } from "@/lib/http/endpoints/people";
import { defineMethods, defineRoute, readBytes } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  PUT: defineRoute(putPictureContract, async ({ request, actor, query: { left = 0, top = 0, size } }) => {
    const bytes = await readPicture(request);
    return { picture: await setPicture(actor, bytes, size ? { left, top, size } : null) };
  }),
  DELETE: defineRoute(deletePictureContract, async ({ actor }) => {
    await removePicture(actor);
    return new Response(null, { status: 204 });
  }),
});

/** What the type says is not believed, only what the bytes are; but a form or a page sent here is a mistake. */
async function readPicture(request: Request): Promise<Buffer> {
  if (!/^(image\/|application\/octet-stream\b)/i.test(request.headers.get("content-type") ?? "")) throw new AppError("unsupported_media_type", "Send the picture itself.");
  try {
    return await readBytes(request, settings.pictureMaxBytes);
  } catch (error) {
    if (error instanceof AppError && error.code === "too_large") throw new AppError("too_large", `Use a picture of at most ${formatBytes(settings.pictureMaxBytes)}.`);
    throw error;
  }
}
