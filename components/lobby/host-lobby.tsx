"use client";

import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { LobbyDialog } from "@/components/lobby/lobby-dialog";
import { decide } from "@/components/lobby/lobby-api";
import type { LobbyTexts } from "@/components/lobby/texts";
import { useHosted, type HostedLobby } from "@/components/lobby/use-hosted";
import { Button } from "@/components/ui/button";
import { fill } from "@/lib/core/fill";

export type HostLobbyProps = { viewerId: number; texts: LobbyTexts; initial: readonly HostedLobby[] };

/** Tells a host, wherever they are, who waits to be let into which of their rooms; from here they decide. */
export function HostLobby({ viewerId, texts, initial }: HostLobbyProps) {
  const [isHidden, setHidden] = useState(false);
  const [openRoom, setOpenRoom] = useState<HostedLobby["room"] | null>(null);
  const { lobbies, turn } = useHosted(viewerId, initial, () => setHidden(false));
  const isShown = !isHidden && openRoom === null;
  return (
    <>
      <section aria-label={texts.notices} className="lobby-notices">
        <ol aria-live="polite" className="grid gap-2">
          {isShown &&
            lobbies.map((lobby) => <LobbyNotice key={lobby.room.id} lobby={lobby} texts={texts} onReview={() => setOpenRoom(lobby.room)} onHide={() => setHidden(true)} />)}
        </ol>
      </section>
      <Badges lobbies={lobbies} texts={texts} onOpen={setOpenRoom} />
      {openRoom && <LobbyDialog key={openRoom.id} room={openRoom} turn={turn} texts={texts} onClose={() => setOpenRoom(null)} />}
    </>
  );
}

function LobbyNotice({ lobby: { room, count, first }, texts, onReview, onHide }: { lobby: HostedLobby; texts: LobbyTexts; onReview: () => void; onHide: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const admit = async () => {
    setBusy(true);
    await decide(room.id, first.id, "admit");
    setBusy(false);
  };
  return (
    <li className="floating grid animate-rise gap-3 border-l-4 border-l-attention p-4">
      <p className="text-ui font-medium break-words">
        <bdi>{fill(count === 1 ? texts.one : texts.many, { name: isolate(first.name), count: count - 1, room: isolate(room.name) })}</bdi>
      </p>
      <div className="flex flex-wrap gap-2">
        {count === 1 && (
          <Button look="primary" loading={isBusy} onClick={() => void admit()}>
            {texts.admit}
          </Button>
        )}
        <Button look={count === 1 ? "quiet" : "primary"} onClick={onReview}>
          {texts.review}
        </Button>
        <Button look="plain" onClick={onHide}>
          {texts.hide}
        </Button>
      </div>
    </li>
  );
}

/** A name inside a sentence: cut, and kept from turning the direction of what stands around it. */
export function isolate(name: string): string {
  const short = [...name];
  return `\u2068${short.length > 40 ? `${short.slice(0, 40).join("")}…` : name}\u2069`;
}

/** How many wait, at the places of the frame that show it: in a room those for this room, as a button that opens the list, elsewhere all. */
function Badges({ lobbies, texts, onOpen }: { lobbies: readonly HostedLobby[]; texts: LobbyTexts; onOpen: (room: HostedLobby["room"]) => void }) {
  const [places, setPlaces] = useState<readonly HTMLElement[]>([]);
  useEffect(() => {
    const find = () => {
      const found = [...document.querySelectorAll<HTMLElement>("[data-lobby-badge]")];
      // A page that moves, as a call does, is no reason to draw anew.
      setPlaces((before) => (before.length === found.length && before.every((place, index) => place === found[index]) ? before : found));
    };
    find();
    // The call's bar comes later than the page.
    const observer = new MutationObserver(find);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return places.map((place, index) => {
    const slug = place.dataset.lobbyBadge;
    const own = lobbies.find(({ room }) => room.slug === slug);
    const count = slug ? (own?.count ?? 0) : lobbies.reduce((sum, each) => sum + each.count, 0);
    if (count === 0) return null;
    const text = fill(texts.waiting, { count });
    const badge = own ? (
      <button type="button" className="lobby-count target" onClick={() => onOpen(own.room)}>
        {text}
      </button>
    ) : (
      <span className="lobby-count">
        <span aria-hidden="true">{count}</span>
        <span className="sr-only">{text}</span>
      </span>
    );
    return createPortal(badge, place, `${index}`);
  });
}
