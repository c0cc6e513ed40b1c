"use client";

import { isTrackReference, useTracks, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { Track } from "livekit-client";
import ChevronLeft from "@lucide/icons/icons/chevron-left";
import ChevronRight from "@lucide/icons/icons/chevron-right";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { bestGrid } from "@/components/call/grid";
import type { Layout } from "@/components/call/layouts";
import { capacityOf, pagesOf } from "@/components/call/seats";
import { Tile } from "@/components/call/tile";
import { useSpotlight } from "@/components/call/use-abilities";
import { placeOfHand, useHands } from "@/components/call/use-hands";
import { useLastSpeaker, useSeated } from "@/components/call/use-seated";
import { useSize } from "@/components/call/use-size";
import { Icon } from "@/components/ui/icon";
import { isPerson } from "@/components/call/use-people";
import { IconButton } from "@/components/ui/icon-button";

/** In pixels: in a lower tile the name would lie over large initials. */
const smallBelow = 160;

const keyOf = ({ participant, source }: TrackReferenceOrPlaceholder) => `${participant.identity}-${source}`;

/** Everyone in the call: a grid in pages, or one large (`place`: what a host shows to all, else what was pinned, else a shared screen, else whom a host put there, else who speaks) with the others beside. */
export function Tiles({ layout, place }: { layout: Layout; place?: ReactNode }) {
  const t = useTranslations("call");
  const { width, height, measure } = useSize();
  const capacity = capacityOf(width, height);
  const [pinned, setPinned] = useState<string | null>(null);
  const tracks = useTracks([
    { source: Track.Source.Camera, withPlaceholder: true },
    { source: Track.Source.ScreenShare, withPlaceholder: false },
  ]);
  // An agent has a tile where it shows something.
  const people = useSeated(tracks.filter((each) => each.source === Track.Source.Camera && (isPerson(each.participant) || isTrackReference(each))), capacity);
  // One's own screen in the call would be a hall of mirrors.
  const screens = tracks.filter((each) => each.source === Track.Source.ScreenShare && !each.participant.isLocal);
  const lastSpeaker = useLastSpeaker();
  const spotlight = useSpotlight();
  const hands = useHands();
  const all = [...screens, ...people];
  const pin = all.find((each) => keyOf(each) === pinned);
  const speaker = layout !== "grid" && people.length > 1 ? (people.find((each) => each.participant.identity === lastSpeaker) ?? people[0]) : undefined;
  const large = pin ?? screens.at(-1) ?? people.find((each) => each.participant.identity === spotlight) ?? speaker;
  // Who is not shown is not fetched either.
  const beside = all.filter((each) => (place != null || each !== large) && (layout !== "speaker" || each.participant.isLocal));
  const tileOf = (each: TrackReferenceOrPlaceholder) => ({ trackRef: each, hand: placeOfHand(hands, each.participant), isPinned: each === pin, onPin: () => setPinned(each === pin ? null : keyOf(each)) });

  return (
    <div ref={measure} className="relative h-full min-h-0">
      {place || large ? (
        <div className="tiles-focus">
          {place ??
            (large && (
              <ul className="grid min-h-0 min-w-0" aria-label={t("inFocus")}>
                <Tile key={keyOf(large)} {...tileOf(large)} />
              </ul>
            ))}
          <ul className={layout === "speaker" ? "strip strip-own" : "strip"} aria-label={t("people")}>
            {beside.map((each) => (
              <Tile key={keyOf(each)} {...tileOf(each)} isSmall />
            ))}
          </ul>
        </div>
      ) : (
        <GridOfTiles people={people} capacity={capacity} width={width} height={height} tileOf={tileOf} />
      )}
    </div>
  );
}

type GridProps = { people: TrackReferenceOrPlaceholder[]; capacity: number; width: number; height: number; tileOf: (each: TrackReferenceOrPlaceholder) => Parameters<typeof Tile>[0] };

/** One page of the grid. Pictures of the other pages are not fetched: LiveKit sends what is attached and in sight only. */
function GridOfTiles({ people, capacity, width, height, tileOf }: GridProps) {
  const t = useTranslations("call");
  const [wanted, setWanted] = useState(0);
  const own = people.find(({ participant }) => participant.isLocal)?.participant.identity ?? null;
  const others = people.filter(({ participant }) => !participant.isLocal).map(({ participant }) => participant.identity);
  const pages = pagesOf(others, own, capacity);
  const page = Math.min(wanted, pages.length - 1);
  const shown = (pages[page] ?? []).flatMap((identity) => people.filter(({ participant }) => participant.identity === identity));
  // The last page has the tiles of a full one, so that turning pages changes faces and not sizes.
  const { tileWidth, tileHeight } = bestGrid(pages[0]?.length ?? 0, width, height);
  return (
    <>
      <ul className="tiles-grid" aria-label={t("people")}>
        {shown.map((each) => (
          <Tile key={keyOf(each)} {...tileOf(each)} isSmall={tileHeight < smallBelow} style={{ width: tileWidth, height: tileHeight }} />
        ))}
      </ul>
      {pages.length > 1 && (
        <div role="group" aria-label={t("pages.label")} className="floating tiles-pages">
          <IconButton label={t("pages.previous")} icon={<Icon of={ChevronLeft} size={18} />} disabled={page === 0} onClick={() => setWanted(page - 1)} />
          <p role="status" className="tabular text-ui">
            {t("pages.at", { page: page + 1, count: pages.length })}
          </p>
          <IconButton label={t("pages.next")} icon={<Icon of={ChevronRight} size={18} />} disabled={page === pages.length - 1} onClick={() => setWanted(page + 1)} />
        </div>
      )}
    </>
  );
}
