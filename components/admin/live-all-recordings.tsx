"use client";

import { useRouter } from "next/navigation";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { anyRecordingChanged } from "@/lib/recordings/constants";

/** Fetches the page anew whenever something becomes of any recording. */
export function LiveAllRecordings({ viewerId }: { viewerId: number }) {
  const router = useRouter();
  useRealtimeEvents(viewerId, ({ type }) => {
    if (type === anyRecordingChanged) router.refresh();
  });
  return null;
}
