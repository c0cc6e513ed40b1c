"use client";

import { useEffect, useState } from "react";
import { fetchReaders } from "@/components/chat/chat-api";
import type { ChatTexts } from "@/components/chat/texts";
import { Avatar } from "@/components/ui/avatar";
import type { Message, Readers as ReadersAnswer } from "@/lib/chat/contract";
import { fill } from "@/lib/core/fill";

/** Who has read as far as a message, as it was when this was opened. */
export function Readers({ message, texts }: { message: Message; texts: ChatTexts }) {
  const [answer, setAnswer] = useState<ReadersAnswer | "failed" | null>(null);
  useEffect(() => {
    let isGone = false;
    fetchReaders(message.room.id, message.id).then(
      (readers) => !isGone && setAnswer(readers),
      () => !isGone && setAnswer("failed"),
    );
    return () => {
      isGone = true;
    };
  }, [message.room.id, message.id]);
  if (answer === null) return <div className="h-10" />;
  if (answer === "failed") return <p role="status">{texts.findFailed}</p>;
  if (answer.count === 0) return <p role="status">{texts.seenByNobody}</p>;
  const more = answer.count - answer.readers.length;
  return (
    <ul className="grid grid-cols-1 gap-1">
      {answer.readers.map(({ id, username }) => (
        <li key={id} className="flex min-h-10 items-center gap-3">
          <Avatar identity={`u${id}`} name={username} size="sm" />
          <bdi className="min-w-0 truncate text-ui">{username}</bdi>
        </li>
      ))}
      {more > 0 && <li className="text-sm text-muted">{fill(texts.andMore, { count: more })}</li>}
    </ul>
  );
}
