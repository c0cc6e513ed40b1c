"use client";

import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { fill } from "@/lib/core/fill";

/** While a call runs, who is in it is asked again this often. */
const refreshMs = 15_000;

/** How many are in the room's call. `turn` changes when a call starts or ends: then it is asked at once. */
export function CallBadge({ slug, initial, turn, text }: { slug: string; initial: number; turn: number; text: string }) {
  const [count, setCount] = useState(initial);
  const isRunning = count > 0;
  useEffect(() => {
    if (turn === 0 && !isRunning) return;
    const ask = async () => {
      try {
        const response = await fetch(`/api/rooms/${slug}/call/`);
        if (response.ok) setCount(((await response.json()) as { count: number }).count);
      } catch {
        // Without a connection the last known number stays.
      }
    };
    if (turn > 0) void ask();
    const timer = setInterval(() => document.visibilityState === "visible" && void ask(), refreshMs);
    return () => clearInterval(timer);
  }, [slug, turn, isRunning]);
  return count > 0 ? <Badge tone="live">{fill(text, { count })}</Badge> : null;
}
