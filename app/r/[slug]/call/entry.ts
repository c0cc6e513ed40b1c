import { redirect } from "next/navigation";
import { cache } from "react";
import { judgeEntry, requireEntry } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { currentActor, load } from "@/lib/http/page";
import { findMeetingOfRoom } from "@/lib/meetings/queries/get-meeting";

/**
 * Who is at the door of a room's call, and what it answers; once a render. Where only people with an account may come,
 * strangers go to the sign-in page; unknown rooms are 404. Other refusals are for the page to say.
 */
export const atTheDoor = cache(async (slug: string) => {
  const here = `/r/${encodeURIComponent(slug)}/call`;
  const actor = await currentActor();
  const { room, facts, switches } = await load(here, () => getEntry(actor, slug));
  const verdict = judgeEntry(facts);
  if (verdict.kind === "refuse" && (verdict.code === "not_open" || verdict.code === "over")) {
    // Outside the hours of a meeting its own page says when, and waits.
    const address = await findMeetingOfRoom(room.slug);
    if (address) redirect(address);
  }
  if (verdict.kind === "refuse" && verdict.code === "unauthenticated") await load(here, async () => requireEntry(verdict));
  return { actor, room, switches, here, verdict };
});
