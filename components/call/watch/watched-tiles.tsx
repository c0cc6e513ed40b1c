"use client";

import type { Layout } from "@/components/call/layouts";
import { Tiles } from "@/components/call/tiles";
import { useAbilities } from "@/components/call/use-abilities";
import { useWatch, type Watching } from "@/components/call/watch/use-watch";
import { WatchPlace } from "@/components/call/watch/watch-place";
import type { Shown } from "@/lib/calls/contract";

function Place({ slug, shown, watching }: { slug: string; shown: Shown; watching: Watching }) {
  const { show } = useAbilities(slug);
  return <WatchPlace slug={slug} shown={shown} watching={watching} mayShow={show} />;
}

/** The people of the call, and before them the video that they watch together. */
export function WatchedTiles({ slug, layout }: { slug: string; layout: Layout }) {
  const watching = useWatch(slug);
  return <Tiles layout={layout} place={watching.shown && <Place slug={slug} shown={watching.shown} watching={watching} />} />;
}
