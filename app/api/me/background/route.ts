import { Readable } from "node:stream";
import { removeBackground, setBackground } from "@/lib/accounts/commands/change-picture";
import { getBackgroundKey } from "@/lib/accounts/pictures";
import { settings } from "@/lib/core/settings";
import { backgroundContract, deleteBackgroundContract, putBackgroundContract } from "@/lib/http/endpoints/people";
import { readPicture } from "@/lib/http/read-picture";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { storage } from "@/lib/platform/storage/storage";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(backgroundContract, async ({ actor }) => {
    const body = await storage().open(await getBackgroundKey(actor));
    return new Response(Readable.toWeb(body) as ReadableStream, { headers: { "content-type": "image/webp", "cache-control": "private, no-store" } });
  }),
  PUT: defineRoute(putBackgroundContract, async ({ request, actor }) => {
    await setBackground(actor, await readPicture(request, settings.backgroundMaxBytes));
    return new Response(null, { status: 204 });
  }),
  DELETE: defineRoute(deleteBackgroundContract, async ({ actor }) => {
    await removeBackground(actor);
    return new Response(null, { status: 204 });
  }),
});
