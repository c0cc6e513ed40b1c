"use client";

import { useRoomContext } from "@livekit/components-react";
import { RoomEvent } from "livekit-client";
import { useCallback, useEffect, useRef, useState } from "react";
import { localNow, ServerClock } from "@/components/call/watch/clock";
import { newestOf } from "@/components/call/watch/newest";
import { readWatch, steerWatch, type WatchAnswer } from "@/components/call/watch/watch-api";
import type { Shown, SteerVideoInput, Watch } from "@/lib/calls/contract";

/** Until the server knows that we are in the call, and again while it is away. */
const askAgainMs = 1000;
/** Who comes in asks once: a media server that has just come back has not been told yet what is shown. */
const firstTries = 8;
/** Some answers soon, so that a quick one is among them; then now and then, since clocks drift. */
const firstSamples = 5;
const betweenFirstMs = 400;
const betweenLaterMs = 60_000;

export type Steer = (wish: Omit<SteerVideoInput, "video_id">) => Promise<"done" | "refused" | "failed">;
/** What everyone watches; `shown` has the wish of this person in it before the server has answered. */
export type Watching = { shown: Shown | null; clock: ServerClock; steer: Steer; refresh: () => void };

function watchIn(metadata: string | undefined): Watch | null {
  try {
    return (JSON.parse(metadata || "{}") as { watch?: Watch }).watch ?? null;
  } catch {
    return null;
  }
}

/**
 * What the call watches, from the call's own description and from the server's answers, in the order of their numbers.
 * Nothing is shown before the server has answered once: it must know that we are inside before it gives us the video.
 */
export function useWatch(slug: string): Watching {
  const room = useRoomContext();
  const [watch, setWatch] = useState<Watch | null>(null);
  const [wished, setWished] = useState<Shown | null>(null);
  const [clock] = useState(() => new ServerClock());
  const [isKnown, setKnown] = useState(false);
  const lastWish = useRef(0);
  const take = useCallback((heard: Watch | null) => heard && setWatch((known) => newestOf(known, heard)), []);
  const takeAnswer = useCallback((answer: WatchAnswer) => {
    if (answer.kind !== "state") return;
    take({ version: answer.state.version, shown: answer.state.shown });
    setKnown(true);
  }, [take]);

  useEffect(() => {
    const hear = () => take(watchIn(room.metadata));
    hear();
    room.on(RoomEvent.RoomMetadataChanged, hear);
    return () => {
      room.off(RoomEvent.RoomMetadataChanged, hear);
    };
  }, [room, take]);

  const refresh = useCallback(() => void readWatch(slug).then(takeAnswer), [slug, takeAnswer]);

  const isShown = watch?.shown != null;
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let samples = 0;
    let tries = 0;
    const sample = async () => {
      const answer = await readWatch(slug, controller.signal);
      if (controller.signal.aborted) return;
      takeAnswer(answer);
      if (answer.kind === "state") clock.add(answer.sample);
      samples += answer.kind === "state" ? 1 : 0;
      tries += 1;
      if (!isShown && (samples > 0 || tries >= firstTries)) return;
      timer = setTimeout(() => void sample(), answer.kind !== "state" ? askAgainMs : samples < firstSamples ? betweenFirstMs : betweenLaterMs);
    };
    const again = () => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      // The machine may have slept: what was measured before does not count.
      clock.reset();
      [samples, tries] = [0, 0];
      void sample();
    };
    void sample();
    document.addEventListener("visibilitychange", again);
    room.on(RoomEvent.Reconnected, again);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", again);
      room.off(RoomEvent.Reconnected, again);
    };
  }, [slug, isShown, clock, room, takeAnswer]);

  const shown = isKnown ? (watch?.shown ?? null) : null;
  const steer = useCallback<Steer>(
    async (wish) => {
      if (!shown) return "refused";
      const serial = (lastWish.current += 1);
      const at = new Date(clock.at(localNow())).toISOString();
      // A click is felt at once; the server's word replaces it.
      if (wish.playing !== undefined || wish.position_ms !== undefined) setWished({ ...shown, playing: wish.playing ?? shown.playing, position_ms: wish.position_ms ?? shown.position_ms, at });
      const answer = await steerWatch(slug, { video_id: shown.video.id, ...wish });
      takeAnswer(answer);
      if (serial === lastWish.current) setWished(null);
      return answer.kind === "state" ? "done" : answer.kind;
    },
    [slug, shown, clock, takeAnswer],
  );
  return { shown: shown && wished?.video.id === shown.video.id ? wished : shown, clock, steer, refresh };
}
