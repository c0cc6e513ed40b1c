"use client";

import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { flushSync } from "react-dom";
import { fetchMembers, type Member } from "@/components/chat/chat-api";
import { mentionedIn } from "@/lib/core/mention-parts";
import { settings } from "@/lib/core/settings";

/** Somebody who types is not asked for at each letter. */
const pauseMs = 120;
/** What stands between an @ and the caret, and may be the beginning of a name. */
const beginning = /(?<![\p{L}\p{N}_])@([^\n@]{0,40})$/u;

/** An @ that is being typed: where it stands, where the caret is, and the letters between. */
type Asked = { at: number; caret: number; letters: string };

function askedIn(text: string, caret: number): Asked | null {
  const match = beginning.exec(text.slice(0, caret));
  return match ? { at: match.index, caret, letters: match[1] ?? "" } : null;
}

export type Mentions = {
  /** The field in which names are typed. */
  field: RefObject<HTMLTextAreaElement | null>;
  /** The id of the list of names. */
  listId: string;
  /** Who could be meant; empty while no name is being typed. */
  options: readonly Member[];
  active: number;
  /** Looks at what was typed, and where. */
  look: () => void;
  /** What was typed is gone. */
  end: () => void;
  /** True where the key was for the list. */
  onKey: (event: KeyboardEvent, text: string) => boolean;
  pick: (member: Member, text: string) => void;
  /** The members whom a text names, of those that were ever offered. */
  namedIn: (text: string) => number[];
};

/** Offers the members of a room while an @ and the beginning of a name are typed in a field. `write` gets the text with the name in it; the caret goes behind that. */
export function useMentions(roomId: number, viewerId: number, write: (text: string) => void): Mentions {
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [found, setFound] = useState<{ letters: string; members: readonly Member[] } | null>(null);
  const [active, setActive] = useState(0);
  /** The @ whose list was closed, by choice or by Escape. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const known = useRef(new Map<number, string>());
  /** Letters that nobody's name has: with more of them it has no more. */
  const nobody = useRef<string | null>(null);
  const letters = asked && asked.at !== closedAt ? asked.letters.toLowerCase() : null;

  useEffect(() => {
    if (letters === null || (nobody.current !== null && letters.startsWith(nobody.current))) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetchMembers(roomId, letters, abort.signal).then(
        (members) => {
          const others = members.filter(({ id }) => id !== viewerId);
          for (const { id, username } of others) known.current.set(id, username);
          nobody.current = members.length === 0 ? letters : null;
          setFound({ letters, members: others });
          setActive(0);
        },
        // Guests do not see who the members are, and without a connection nobody does: then there is no list.
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [letters, roomId, viewerId]);

  const options = letters !== null && found !== null && letters.startsWith(found.letters) ? found.members.filter(({ username }) => username.toLowerCase().includes(letters)) : [];
  const chosen = Math.min(active, options.length - 1);

  const pick = (member: Member, text: string) => {
    if (!asked) return;
    setClosedAt(asked.at);
    const before = `${text.slice(0, asked.at)}@${member.username} `;
    flushSync(() => write(before + text.slice(asked.caret).replace(/^ /, "")));
    field.current?.focus();
    field.current?.setSelectionRange(before.length, before.length);
  };

  return {
    field,
    listId,
    options,
    active: chosen,
    look: () => {
      const now = askedIn(field.current?.value ?? "", field.current?.selectionStart ?? 0);
      if (now?.at !== closedAt) setClosedAt(null);
      setAsked(now);
    },
    end: () => {
      setClosedAt(null);
      setAsked(null);
    },
    onKey: (event, text) => {
      if (options.length === 0 || event.nativeEvent.isComposing || event.altKey) return false;
      const member = options[chosen];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") setActive((chosen + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length);
      else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && member) pick(member, text);
      else if (event.key === "Escape") setClosedAt(asked?.at ?? null);
      else return false;
      event.preventDefault();
      return true;
    },
    pick,
    namedIn: (text) => mentionedIn(text, [...known.current].map(([id, name]) => ({ id, name }))).map(({ id }) => id).slice(0, settings.mentionsMax),
  };
}
