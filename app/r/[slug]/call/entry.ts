import { cache } from "react";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { currentActor, load } from "@/lib/http/page";

/**
 * Who is at the door of a room's call, and what it answers; once a render. Where only people with an account may come,
 * strangers go to the sign-in page; unknown rooms are 404. Other refusals are for the page to say.
 */
export const atTheDoor = cache(async (slug: string) => {
  const here = `/r/${encodeURIComponent(slug)}/call`;
  const actor = await currentActor();
  const { room, facts } = await load(here, () => getEntry(actor, slug));
  const verdict = judgeEntry(facts);
  if (verdict.kind === "refuse" && verdict.code === "unauthenticated") await load(here, async () => requireEntry(verdict));
  return { actor, room, here, verdict };
});
