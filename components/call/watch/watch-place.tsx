"use client";

import type { ComponentProps } from "react";
import { Unloaded } from "@/components/call/unloaded";
import type { WatchPlayer } from "@/components/call/watch/watch-player";
import { useOnDemand } from "@/components/ui/use-on-demand";

/** The place of what everyone watches: the large one, with the people beside it. The player and what streams a video are large, and most calls watch none: fetched when something is shown. */
export function WatchPlace(props: ComponentProps<typeof WatchPlayer>) {
  const { value, isFailed, again } = useOnDemand(() => import("@/components/call/watch/watch-player"));
  if (value) return <value.WatchPlayer key={props.shown.video.id} {...props} />;
  if (!isFailed) return <div className="size-full animate-wait rounded-sheet bg-surface" />;
  return (
    <div className="grid size-full place-items-center rounded-sheet bg-surface p-4">
      <Unloaded again={again} />
    </div>
  );
}
