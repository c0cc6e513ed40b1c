"use client";

import { useEffect, useState, type ComponentType } from "react";
import type { HostLobbyProps } from "@/components/lobby/host-lobby";
import type { LobbyTexts } from "@/components/lobby/texts";
import type { HostedLobbies } from "@/lib/lobby/contract";
import "@/components/lobby/lobby.css";

/** What is asked first is the page itself. */
const askAfterMs = 800;

/** The lobby's code and its open event stream are for those who host a room: others pay one small question a visit. */
export function HostLobbySlot({ viewerId, texts }: { viewerId: number; texts: LobbyTexts }) {
  const [lobby, setLobby] = useState<{ HostLobby: ComponentType<HostLobbyProps>; initial: HostedLobbies["results"] } | null>(null);
  useEffect(() => {
    let isGone = false;
    const ask = async () => {
      try {
        const response = await fetch("/api/lobby/");
        if (!response.ok) return;
        const { is_host: isHost, results } = (await response.json()) as HostedLobbies;
        if (!isHost) return;
        const { HostLobby } = await import("@/components/lobby/host-lobby");
        if (!isGone) setLobby({ HostLobby, initial: results });
      } catch {
        // Without a connection there is nobody to let in; the next page asks again.
      }
    };
    const timer = setTimeout(() => void ask(), askAfterMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [viewerId]);
  if (!lobby) return null;
  const { HostLobby, initial } = lobby;
  return <HostLobby viewerId={viewerId} texts={texts} initial={initial} />;
}
