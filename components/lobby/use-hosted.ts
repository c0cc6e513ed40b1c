"use client";

import { useEffect, useRef, useState } from "react";
import { chime } from "@/components/lobby/chime";
import { fetchHostedLobbies } from "@/components/lobby/lobby-api";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import type { WireEvent } from "@/components/realtime/wire";
import type { HostedLobbies, LobbyChange } from "@/lib/lobby/contract";

export type HostedLobby = HostedLobbies["results"][number];
export type Hosted = { lobbies: readonly HostedLobby[]; /** Grows with each event, so that an open list asks again. */ turn: number };

/** The lobby that an event tells of, in the place of what was known of it; gone when nobody waits there any more. */
function afterChange(lobbies: readonly HostedLobby[], { room, count, first }: LobbyChange): HostedLobby[] {
  const others = lobbies.filter((each) => each.room.id !== room.id);
  return first === null ? others : [...others, { room, count, first }];
}

/** One's rooms in which somebody waits, as it is now; `onArrival` runs when somebody new is there. */
export function useHosted(viewerId: number, initial: readonly HostedLobby[], onArrival: () => void): Hosted {
  const [hosted, setHosted] = useState<Hosted>({ lobbies: initial, turn: 0 });
  const told = useRef(new Map<number, number>());
  const hear = async (event: WireEvent) => {
    if (event.type === "lobby") {
      const change = event.body as LobbyChange;
      if ((told.current.get(change.room.id) ?? 0) <= change.asOf) {
        told.current.set(change.room.id, change.asOf);
        setHosted(({ lobbies, turn }) => ({ lobbies: afterChange(lobbies, change), turn: turn + 1 }));
      }
      if (!change.isNew) return;
      chime();
      onArrival();
    } else if (event.type === "hello") {
      try {
        const { results } = await fetchHostedLobbies();
        setHosted(({ turn }) => ({ lobbies: results, turn: turn + 1 }));
      } catch {
        // The next hello asks again.
      }
    }
  };
  useRealtimeEvents(viewerId, (event) => void hear(event));
  useEffect(() => {
    // Who waited already when the page was opened is as much news as who comes now.
    if (initial.length > 0) chime();
  }, [initial]);
  return hosted;
}
