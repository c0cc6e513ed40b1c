import { useEffect, useState } from "react";
import { Awareness } from "y-protocols/awareness";
import { Doc } from "yjs";
import { NotesLink, type LinkState } from "@/components/notes/link";
import { Outbox, type Kept } from "@/components/notes/outbox";

export type Notes = { doc: Doc; awareness: Awareness; state: LinkState; discard: () => void; again: () => void };

function storage(): Kept | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The shared notes of a room, for as long as they are shown. Null until the connection is begun. `again` begins anew with what the server has and what is kept here. */
export function useNotes(roomId: number, identity: string): Notes | null {
  const [notes, setNotes] = useState<Notes | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const doc = new Doc();
    const awareness = new Awareness(doc);
    const again = () => setTurn((before) => before + 1);
    const discard = () => {
      link.discard();
      again();
    };
    const link: NotesLink = new NotesLink(roomId, doc, awareness, new Outbox(storage(), `${identity}.${roomId}`, String(doc.clientID)), (state) => setNotes({ doc, awareness, state, discard, again }));
    return () => {
      link.stop();
      awareness.destroy();
      doc.destroy();
      setNotes(null);
    };
  }, [roomId, identity, turn]);
  return notes;
}
