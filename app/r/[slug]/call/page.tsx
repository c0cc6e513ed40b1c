import type { Metadata } from "next";
import { CallPage } from "@/components/call/call-page";
import { authorize } from "@/lib/authz/authorize";
import { userIdentity } from "@/lib/calls/contract";
import { canEnterCall } from "@/lib/calls/policy";
import { getCallPresence, getEntry } from "@/lib/calls/queries";
import { currentActor, load, requireSignedIn } from "@/lib/http/page";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { room } = await load(`/r/${slug}/call`, async () => getEntry(await currentActor(), slug));
  return { title: room.name };
}

export default async function Call({ params }: Props) {
  const { slug } = await params;
  const here = `/r/${encodeURIComponent(slug)}/call`;
  const actor = await requireSignedIn(here);
  const { room, presence } = await load(here, async () => {
    const entry = await getEntry(actor, slug);
    authorize(canEnterCall(entry.facts));
    return { room: entry.room, presence: await getCallPresence(entry.room.id) };
  });
  return <CallPage room={{ slug: room.slug, name: room.name }} me={{ identity: userIdentity(actor.userId), name: actor.name }} presence={presence} />;
}
