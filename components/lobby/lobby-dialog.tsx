"use client";

import { useEffect, useRef, useState } from "react";
import { isSoundOn, switchSound } from "@/components/lobby/chime";
import { admitEveryone, decide, fetchLobby } from "@/components/lobby/lobby-api";
import type { LobbyTexts } from "@/components/lobby/texts";
import { WaitingRow } from "@/components/lobby/waiting-row";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { fill } from "@/lib/core/fill";
import type { Lobby, LobbyDecision } from "@/lib/lobby/contract";

/** Two hundred who come at once are read at this pace, not two hundred times. */
const settleMs = 500;

/** The lobby of a room, asked for again when `turn` has moved. */
function useLobby(roomId: number, turn: number): { lobby: Lobby | null; setLobby: (change: (before: Lobby | null) => Lobby | null) => void } {
  const [lobby, setLobby] = useState<Lobby | null>(null);
  const readAt = useRef(0);
  useEffect(() => {
    const read = async () => {
      readAt.current = Date.now();
      try {
        setLobby(await fetchLobby(roomId));
      } catch {
        // What was shown stays; the next event asks again.
      }
    };
    const timer = setTimeout(() => void read(), Math.max(0, readAt.current + settleMs - Date.now()));
    return () => clearTimeout(timer);
  }, [roomId, turn]);
  return { lobby, setLobby };
}

/** Everyone who waits to be let into a room, the longest first, and what a host can do about it. */
export function LobbyDialog({ room, turn, texts, onClose }: { room: { id: number; name: string }; turn: number; texts: LobbyTexts; onClose: () => void }) {
  const { lobby, setLobby } = useLobby(room.id, turn);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasSound, setSound] = useState(isSoundOn);

  const remove = (entryId: number) =>
    setLobby((before) => before && { ...before, count: before.count - 1, results: before.results.filter(({ id }) => id !== entryId) });
  const onDecide = async (entryId: number, decision: LobbyDecision) => {
    const answer = await decide(room.id, entryId, decision);
    setProblem(answer === "done" ? null : answer === "late" ? texts.decided : texts.failed);
    if (answer !== "failed") remove(entryId);
  };
  const onAdmitAll = async () => {
    setBusy(true);
    const isDone = await admitEveryone(room.id);
    setBusy(false);
    setProblem(isDone ? null : texts.failed);
    if (isDone) onClose();
  };

  const people = lobby?.results ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      title={fill(texts.title, { room: room.name })}
      closeLabel={texts.close}
      actions={
        <>
          <Button
            look="plain"
            onClick={() => {
              switchSound(!hasSound);
              setSound(!hasSound);
            }}
          >
            {hasSound ? texts.soundOff : texts.soundOn}
          </Button>
          {people.length > 1 && (
            <Button look="primary" loading={isBusy} onClick={() => void onAdmitAll()}>
              {texts.admitAll}
            </Button>
          )}
        </>
      }
    >
      <p role="status" className="text-ui text-danger empty:hidden">
        {problem}
      </p>
      {lobby && people.length === 0 && <p className="text-muted">{texts.empty}</p>}
      <ul className="grid max-h-[50dvh] grid-cols-[minmax(0,1fr)] divide-y divide-hairline overflow-y-auto">
        {people.map((person) => (
          <WaitingRow key={person.id} roomId={room.id} person={person} turn={turn} texts={texts} onDecide={(decision) => onDecide(person.id, decision)} />
        ))}
      </ul>
      {lobby !== null && lobby.more > 0 && <p className="text-ui text-muted">{fill(texts.more, { count: lobby.more })}</p>}
    </Dialog>
  );
}
