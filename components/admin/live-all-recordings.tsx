"use client";

import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { useRefresh } from "@/components/ui/use-refresh";
import { anyRecordingChanged } from "@/lib/recordings/constants";

/** Fetches the page anew whenever something becomes of any recording. */
export function LiveAllRecordings({ viewerId }: { viewerId: number }) {
  const refresh = useRefresh();
  useRealtimeEvents(viewerId, ({ type }) => {
    if (type === anyRecordingChanged) refresh();
  });
  return null;
}
