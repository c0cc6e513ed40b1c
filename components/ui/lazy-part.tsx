"use client";

import { useEffect, useEffectEvent, useState, type ComponentType } from "react";
import { notifyMissing } from "@/components/ui/notify";
import { PartBoundary } from "@/components/ui/part-boundary";
import { useOnDemand } from "@/components/ui/use-on-demand";

/** What whoever shows such a part does when it is not there. */
export type LazyPlace = {
  /** The part did not come: whoever opened it takes that back, so that the next press opens it anew. */
  onMissing?: () => void;
  /** Opens it again after that; without it the part tries in its place. */
  onAgain?: () => void;
};

/**
 * A part of the page whose code is fetched when it is first shown. Unlike a lazy component of React it can be asked for
 * again: one whose code did not come, or that breaks, leaves the page as it is (nobody falls out of a call because a menu
 * did not come), a notice says so and offers another try. `warm` fetches it ahead; a failure of that shows when it is opened.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props & LazyPlace> & { warm: () => void } {
  let known: { Part: ComponentType<Props> } | null = null;
  const fetchPart = async () => (known ??= { Part: await load() });

  function LazyPart({ onMissing, onAgain, ...rest }: Props & LazyPlace) {
    const { value, isFailed, again } = useOnDemand(fetchPart);
    const [turn, setTurn] = useState(0);
    const miss = () => {
      notifyMissing(() => {
        setTurn((before) => before + 1);
        again();
        onAgain?.();
      });
      onMissing?.();
    };
    const tell = useEffectEvent(miss);
    useEffect(() => {
      if (isFailed) tell();
    }, [isFailed]);
    const loaded = value ?? known;
    return (
      loaded && (
        <PartBoundary key={turn} onMissing={miss}>
          <loaded.Part {...(rest as unknown as Props)} />
        </PartBoundary>
      )
    );
  }
  const warm = () => void fetchPart().catch(() => undefined);
  return Object.assign(LazyPart, { warm });
}
