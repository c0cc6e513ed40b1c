"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { fill } from "@/lib/core/fill";

/** The events after which the head of a room asks about its call. */
export const callTurns = new Set(["call_started", "call_ended", "stream_started", "stream_stopped", "stream_failed"]);

/** While a call runs, who is in it is asked again this often. */
const refreshMs = 15_000;

/** How many are in the room's call, and the way to its live stream. `turn` changes when a call or stream starts or ends: then it is asked at once. */
export function CallBadge({ slug, initial, turn, text, liveText }: { slug: string; initial: { count: number; streamId: string | null }; turn: number; text: string; liveText: string }) {
  const [{ count, streamId }, setCall] = useState(initial);
  const isRunning = count > 0;
  useEffect(() => {
    if (turn === 0 && !isRunning) return;
    const ask = async () => {
      try {
        const response = await fetch(`/api/rooms/${slug}/call/`);
        if (!response.ok) return;
        const call = (await response.json()) as { count: number; stream: { id: string } | null };
        setCall({ count: call.count, streamId: call.stream?.id ?? null });
      } catch {
        // Without a connection the last known number stays.
      }
    };
    if (turn > 0) void ask();
    const timer = setInterval(() => document.visibilityState === "visible" && void ask(), refreshMs);
    return () => clearInterval(timer);
  }, [slug, turn, isRunning]);
  return (
    <>
      {count > 0 && <Badge tone="live">{fill(text, { count })}</Badge>}
      {streamId !== null && (
        <Link href={`/live/${streamId}`} prefetch={false} className="target inline-flex items-center">
          <Badge tone="live">
            <span className="underline underline-offset-2">{liveText}</span>
          </Badge>
        </Link>
      )}
    </>
  );
}
