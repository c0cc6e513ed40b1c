"use client";

import { useState } from "react";
import { quoteOf } from "@/components/chat/quotes";
import type { Entry } from "@/components/chat/timeline";
import type { Message, ReplyTo } from "@/lib/chat/contract";

export type Answer = {
  /** What the message that is being written answers. */
  to: ReplyTo | undefined;
  /** Grows with each beginning: then the place to write gets the focus. */
  turn: number;
  begin: (message: Message) => void;
  /** To the message before or after the one that is answered; after the last one to none. */
  move: (by: -1 | 1) => void;
  end: () => void;
};

/** Which message the next one answers; as that message is now, so that what was taken away meanwhile is not quoted. */
export function useAnswer(entries: readonly Entry[]): Answer {
  const [chosen, setChosen] = useState<Message | null>(null);
  const [turn, setTurn] = useState(0);
  const begin = (message: Message) => {
    setChosen(message);
    setTurn(turn + 1);
  };
  const messages = entries.flatMap((entry) => ("message" in entry && !entry.message.deleted ? [entry.message] : []));
  const now = chosen && (entries.find((entry) => entry.version === chosen.room.version) ?? null);
  return {
    to: chosen ? quoteOf(now && "message" in now ? now.message : chosen) : undefined,
    turn,
    begin,
    move: (by) => {
      const at = chosen ? messages.findIndex(({ id }) => id === chosen.id) : messages.length;
      const next = messages[at + by];
      if (next) begin(next);
      else if (by > 0) setChosen(null);
    },
    end: () => setChosen(null),
  };
}
