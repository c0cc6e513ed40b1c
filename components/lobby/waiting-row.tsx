"use client";

import { useEffect, useState } from "react";
import { fetchMessages, writeToWaiting } from "@/components/lobby/lobby-api";
import { Talk } from "@/components/lobby/talk";
import type { LobbyTexts } from "@/components/lobby/texts";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { fill } from "@/lib/core/fill";
import type { Lobby, LobbyDecision, LobbyMessage } from "@/lib/lobby/contract";

type Person = Lobby["results"][number];

/** One person who waits: who it is, the two decisions, the words with them, and, behind a question, the block. */
export function WaitingRow({ roomId, person, turn, texts, onDecide }: { roomId: number; person: Person; turn: number; texts: LobbyTexts; onDecide: (decision: LobbyDecision) => Promise<void> }) {
  const [busy, setBusy] = useState<LobbyDecision | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isTalking, setTalking] = useState(false);
  const { name, identity } = person;
  const run = async (decision: LobbyDecision) => {
    setBusy(decision);
    await onDecide(decision);
    setBusy(null);
  };
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 py-3">
      <div className="flex items-center gap-3">
        <Avatar identity={identity} name={name} />
        <p className="min-w-0 flex-1 truncate font-medium" title={name}>
          <bdi>{name}</bdi>
        </p>
        {person.user_id === null && <Badge>{texts.guest}</Badge>}
      </div>
      {isAsking ? (
        <div className="grid gap-2">
          <p className="text-ui">
            {fill(texts.banQuestion, { name: `\u2068${name}\u2069` })} {texts.banText}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="danger" loading={busy === "ban"} onClick={() => void run("ban")}>
              {texts.ban}
            </Button>
            <Button onClick={() => setAsking(false)}>{texts.cancel}</Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" loading={busy === "admit"} onClick={() => void run("admit")}>
            {texts.admit}
          </Button>
          <Button loading={busy === "deny"} onClick={() => void run("deny")}>
            {texts.deny}
          </Button>
          <Button look="plain" onClick={() => setAsking(true)}>
            {texts.ban}
          </Button>
          <Button look="plain" aria-expanded={isTalking} onClick={() => setTalking(!isTalking)}>
            {person.messages > 0 ? fill(texts.read, { count: person.messages }) : texts.talk}
          </Button>
        </div>
      )}
      {isTalking && <RowTalk roomId={roomId} person={person} turn={turn} texts={texts} />}
    </li>
  );
}

function RowTalk({ roomId, person, turn, texts }: { roomId: number; person: Person; turn: number; texts: LobbyTexts }) {
  const [messages, setMessages] = useState<LobbyMessage[]>([]);
  useEffect(() => {
    let isGone = false;
    fetchMessages(roomId, person.id).then(
      (found) => isGone || setMessages(found),
      // What was shown stays; the next event asks again.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [roomId, person.id, turn]);
  return (
    <Talk
      name={String(person.id)}
      isHost
      messages={messages}
      words={{ label: fill(texts.messages, { name: person.name }), write: fill(texts.reply, { name: person.name }), send: texts.send, you: texts.you, notSent: texts.failed, slowDown: texts.failed }}
      onSend={async (content) => {
        const answer = await writeToWaiting(roomId, person.id, content);
        if ("message" in answer) setMessages((before) => [...before, answer.message]);
        return answer;
      }}
    />
  );
}
