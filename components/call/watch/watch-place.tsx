"use client";

import dynamic from "next/dynamic";
import type { ComponentProps } from "react";

/** The player and what streams a video are large, and most calls watch none: fetched when something is shown. */
const WatchPlayer = dynamic(() => import("@/components/call/watch/watch-player"), { ssr: false, loading: () => <div className="size-full animate-wait rounded-sheet bg-surface" /> });

/** The place of what everyone watches: the large one, with the people beside it. */
export function WatchPlace(props: ComponentProps<typeof WatchPlayer>) {
  return <WatchPlayer key={props.shown.video.id} {...props} />;
}
