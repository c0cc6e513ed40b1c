"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import { askRooms, refusalWords } from "@/components/rooms/room-api";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";

type Candidate = { id: number; username: string };

/** Typing is over when nothing came for this long. */
const pauseMs = 250;

/** Finds people by name among those whom one meets in other rooms (moderators: among all, as `hint` says then), and adds them as members. */
export function AddMember({ roomId, hint, texts }: { roomId: number; hint?: string; texts: HostTexts }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<{ text: string; people: Candidate[] } | null>(null);
  const [isPending, start] = useTransition();
  const text = typed.trim();

  useEffect(() => {
    if (text === "") return;
    let isLate = false;
    const timer = setTimeout(() => {
      void askRooms<{ results: Candidate[] }>("GET", `${roomId}/candidates/?q=${encodeURIComponent(text)}`).then((answer) => {
        if (!isLate && answer.ok) setFound({ text, people: answer.data.results });
      });
    }, pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [roomId, text]);

  const add = (person: Candidate) =>
    start(async () => {
      const answer = await askRooms("POST", `${roomId}/members/`, { user_id: person.id });
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
      setTyped("");
      notify({ text: fill(texts.added, { name: person.username }) });
      router.refresh();
    });
  const shown = text !== "" && found?.text === text ? found.people : null;
  return (
    <div className="grid gap-2">
      <Field name="candidate" label={texts.add} hint={hint ?? texts.addLabel}>
        {(ids) => <Input {...ids} type="search" autoComplete="off" maxLength={255} value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <div aria-live="polite">
        {shown?.length === 0 && <p className="text-ui text-muted">{texts.nobodyFound}</p>}
        {shown && shown.length > 0 && (
          <ul className="rounded-card border border-hairline">
            {shown.map((person) => (
              <li key={person.id} className="flex min-h-12 items-center gap-3 px-3 py-1">
                <Avatar identity={`u${person.id}`} name={person.username} size="sm" />
                <bdi className="min-w-0 flex-1 truncate">{person.username}</bdi>
                <Button aria-label={fill(texts.addOne, { name: person.username })} disabled={isPending} onClick={() => add(person)}>
                  {texts.addButton}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
