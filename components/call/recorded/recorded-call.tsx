"use client";

import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import { LogLevel, Room, RoomEvent, setLogLevel } from "livekit-client";
import { useEffect, useState } from "react";
import { RecordedTiles } from "@/components/call/recorded/recorded-tiles";
import { watchFirstPicture } from "@/components/call/recorded/first-picture";

/** What Egress waits for in the console of its browser. */
// eslint-disable-next-line no-console -- it hears nothing else
const say = (signal: "START_RECORDING" | "END_RECORDING") => console.log(signal);

/**
 * The call as a film shows it: who is in it and what they show, and nothing to be done. Made for the browser of LiveKit
 * Egress, which records from the first word in its console to the last. With `sound` there is nothing to be seen.
 */
export function RecordedCall({ url, token, layout }: { url: string; token: string; layout: "grid" | "speaker" | "sound" }) {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    setLogLevel(LogLevel.warn);
    const joined = new Room({ adaptiveStream: true });
    let stopWatching = () => {};
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      stopWatching();
      say("END_RECORDING");
    };
    const begin = () => {
      setRoom(joined);
      stopWatching = watchFirstPicture(joined, layout === "sound", () => say("START_RECORDING"));
    };
    joined.on(RoomEvent.Disconnected, end);
    joined.connect(url, token).then(begin, end);
    return () => {
      isOver = true;
      stopWatching();
      void joined.disconnect();
    };
  }, [url, token, layout]);
  return (
    <main className="recorded-call">
      {room && (
        <RoomContext.Provider value={room}>
          <RoomAudioRenderer />
          {layout !== "sound" && <RecordedTiles layout={layout} />}
        </RoomContext.Provider>
      )}
    </main>
  );
}
