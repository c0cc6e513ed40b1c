"use client";

import { useSpeakingParticipants, useTracks, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { Track } from "livekit-client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type RefObject } from "react";
import { bestGrid } from "@/components/call/grid";
import { Tile } from "@/components/call/tile";

export type Layout = "grid" | "speaker";

const keyOf = ({ participant, source }: TrackReferenceOrPlaceholder) => `${participant.identity}-${source}`;

function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Others in the order in which they came, yourself last. */
function inOrder(people: TrackReferenceOrPlaceholder[]): TrackReferenceOrPlaceholder[] {
  const place = ({ participant }: TrackReferenceOrPlaceholder) => (participant.isLocal ? Infinity : (participant.joinedAt?.getTime() ?? 0));
  return [...people].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** Whoever of the others spoke last stays large until somebody else speaks. */
function useLastSpeaker(): string | null {
  const speaking = useSpeakingParticipants().find((each) => !each.isLocal)?.identity;
  const [last, setLast] = useState<string | null>(null);
  if (speaking !== undefined && speaking !== last) setLast(speaking);
  return last;
}

/** Everyone in the call: a grid, or one large (a shared screen, else who speaks) with the others beside. */
export function Tiles({ layout }: { layout: Layout }) {
  const t = useTranslations("call");
  const tracks = useTracks([
    { source: Track.Source.Camera, withPlaceholder: true },
    { source: Track.Source.ScreenShare, withPlaceholder: false },
  ]);
  const people = inOrder(tracks.filter((each) => each.source === Track.Source.Camera));
  // One's own screen in the call would be a hall of mirrors.
  const screen = tracks.filter((each) => each.source === Track.Source.ScreenShare && !each.participant.isLocal).at(-1);
  const lastSpeaker = useLastSpeaker();
  const speaker = layout === "speaker" && people.length > 1 ? (people.find((each) => each.participant.identity === lastSpeaker) ?? people[0]) : undefined;
  const large = screen ?? speaker;
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);

  return (
    <div ref={box} className="h-full">
      {large ? (
        <div className="tiles-focus">
          <ul className="grid min-h-0 min-w-0" aria-label={t("inFocus")}>
            <Tile key={keyOf(large)} trackRef={large} />
          </ul>
          <ul className="strip" aria-label={t("people")}>
            {people.filter((each) => each !== large).map((each) => (
              <Tile key={keyOf(each)} trackRef={each} isSmall />
            ))}
          </ul>
        </div>
      ) : (
        <GridOfTiles people={people} width={width} height={height} label={t("people")} />
      )}
    </div>
  );
}

function GridOfTiles({ people, width, height, label }: { people: TrackReferenceOrPlaceholder[]; width: number; height: number; label: string }) {
  const { tileWidth, tileHeight } = bestGrid(people.length, width, height);
  return (
    <ul className="tiles-grid" aria-label={label}>
      {people.map((each) => (
        <Tile key={keyOf(each)} trackRef={each} style={{ width: tileWidth, height: tileHeight }} />
      ))}
    </ul>
  );
}
