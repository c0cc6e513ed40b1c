"use client";

import { useTracks, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { Track } from "livekit-client";
import { useTranslations } from "next-intl";
import { bestGrid } from "@/components/call/grid";
import { capacityOf } from "@/components/call/seats";
import { Tile } from "@/components/call/tile";
import { placeOfHand, useHands } from "@/components/call/use-hands";
import { isPerson } from "@/components/call/use-people";
import { useLastSpeaker, useSeated } from "@/components/call/use-seated";
import { useSize } from "@/components/call/use-size";

/** As many as our own recorder draws: whoever spoke last is among them. */
const mostTiles = 16;
const mostBeside = 4;
/** In pixels: in a lower tile the name would lie over large initials. */
const smallBelow = 160;

const keyOf = ({ participant, source }: TrackReferenceOrPlaceholder) => `${participant.identity}-${source}`;
const isOther = ({ participant }: TrackReferenceOrPlaceholder) => !participant.isLocal && isPerson(participant);

/** Everybody in a grid, or one large: a shared screen always, else whoever spoke last where the layout asks for that. */
export function RecordedTiles({ layout }: { layout: "grid" | "speaker" }) {
  const t = useTranslations("call");
  const { width, height, measure } = useSize();
  const hands = useHands();
  const tracks = useTracks([
    { source: Track.Source.Camera, withPlaceholder: true },
    { source: Track.Source.ScreenShare, withPlaceholder: false },
  ]).filter(isOther);
  const screen = tracks.filter(({ source }) => source === Track.Source.ScreenShare).at(-1);
  const cameras = tracks.filter(({ source }) => source === Track.Source.Camera);
  const isFocused = screen !== undefined || (layout === "speaker" && cameras.length > 1);
  const capacity = isFocused ? mostBeside + 1 : Math.min(mostTiles, capacityOf(width, height));
  const people = useSeated(cameras, capacity);
  const lastSpeaker = useLastSpeaker();
  const large = screen ?? (isFocused ? (people.find(({ participant }) => participant.identity === lastSpeaker) ?? people[0]) : undefined);
  const shown = people.filter((each) => each !== large).slice(0, large ? mostBeside : capacity);
  const { tileWidth, tileHeight } = bestGrid(shown.length, width, height);
  const tileOf = (each: TrackReferenceOrPlaceholder) => ({ trackRef: each, hand: placeOfHand(hands, each.participant) });
  return (
    <div ref={measure} className="relative h-full min-h-0">
      {large ? (
        <div className="tiles-focus">
          <ul className="grid min-h-0 min-w-0" aria-label={t("inFocus")}>
            <Tile key={keyOf(large)} {...tileOf(large)} />
          </ul>
          <ul className="strip" aria-label={t("people")}>
            {shown.map((each) => (
              <Tile key={keyOf(each)} {...tileOf(each)} isSmall />
            ))}
          </ul>
        </div>
      ) : (
        <ul className="tiles-grid" aria-label={t("people")}>
          {shown.map((each) => (
            <Tile key={keyOf(each)} {...tileOf(each)} isSmall={tileHeight < smallBelow} style={{ width: tileWidth, height: tileHeight }} />
          ))}
        </ul>
      )}
    </div>
  );
}
