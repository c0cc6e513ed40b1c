import { cache } from "react";
import type { CallRoom } from "@/lib/calls/entry";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { load, requireSignedIn } from "@/lib/http/page";

/** The person and the room whose call they may enter; once a render. Strangers go to the sign-in page, others get 404 or 403. */
export const enterable = cache(async (slug: string) => {
  const here = `/r/${encodeURIComponent(slug)}/call`;
  const actor = await requireSignedIn(here);
  const room = await load(here, async (): Promise<CallRoom> => {
    const entry = await getEntry(actor, slug);
    requireEntry(judgeEntry(entry.facts));
    return entry.room;
  });
  return { actor, room, here };
});
