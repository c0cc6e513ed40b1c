"use client";

import { useRef, useState } from "react";
import type { WriteAnswer } from "@/components/lobby/lobby-api";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { LobbyMessage } from "@/lib/lobby/contract";

type Words = { label: string; write: string; send: string; you: string; notSent: string; slowDown: string };

/** The few words between hosts and somebody who waits: what was said, and one line to answer. */
export function Talk({ name, messages, isHost, words, onSend }: { name: string; messages: readonly LobbyMessage[]; isHost: boolean; words: Words; onSend: (content: string) => Promise<WriteAnswer> }) {
  const [problem, setProblem] = useState<"slowDown" | "notSent" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const send = async () => {
    const content = field.current?.value.trim() ?? "";
    if (content === "" || isBusy) return;
    setBusy(true);
    const answer = await onSend(content);
    setBusy(false);
    setProblem("failed" in answer ? answer.failed : null);
    if ("message" in answer && field.current) field.current.value = "";
  };

  return (
    <div className="grid gap-2">
      {messages.length > 0 && (
        <div role="log" aria-label={words.label} tabIndex={0} className="max-h-48 overflow-y-auto text-ui">
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            {messages.map(({ id, from_host: isFromHost, author, content }) => (
              <li key={id} className="break-words">
                <bdi className="font-semibold">{isFromHost === isHost ? words.you : author}</bdi> <bdi>{content}</bdi>
              </li>
            ))}
          </ol>
        </div>
      )}
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Input ref={field} name={`talk-${name}`} aria-label={words.write} placeholder={words.write} maxLength={500} autoComplete="off" className="min-w-0 flex-1" />
        <Button type="submit" loading={isBusy}>
          {words.send}
        </Button>
      </form>
      <p role="status" className="text-sm text-danger empty:hidden">
        {problem && words[problem]}
      </p>
    </div>
  );
}
