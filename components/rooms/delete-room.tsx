"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import { askRooms, refusalWords } from "@/components/rooms/room-api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";

/** Deletes a room; undone from the notice. Only where that would throw people out of a call it asks first. */
export function DeleteRoom({ room, inCall, texts }: { room: { id: number; name: string; slug: string }; inCall: number; texts: HostTexts }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [isPending, start] = useTransition();

  const restore = async () => {
    const answer = await askRooms("POST", `${room.id}/restore/`);
    if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
    router.push(`/r/${room.slug}`);
    router.refresh();
  };
  const remove = () =>
    start(async () => {
      const answer = await askRooms("DELETE", `${room.id}/`);
      setIsAsking(false);
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
      router.push("/rooms");
      router.refresh();
      notify({ text: fill(texts.deleted, { room: room.name }), action: { text: texts.undo, run: () => void restore() } });
    });
  return (
    <section aria-labelledby="delete-room" className="grid justify-items-start gap-3">
      <h2 id="delete-room" className="text-lg">
        {texts.deleteSection}
      </h2>
      <p className="text-muted">{texts.deleteText}</p>
      <Button look="danger" loading={isPending} onClick={() => (inCall > 0 ? setIsAsking(true) : remove())}>
        {texts.delete}
      </Button>
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={fill(texts.deleteTitle, { room: room.name })}
        text={fill(texts.deleteInCall, { count: inCall })}
        closeLabel={texts.cancel}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{texts.cancel}</Button>
            <Button look="danger" loading={isPending} onClick={remove}>
              {texts.delete}
            </Button>
          </>
        }
      />
    </section>
  );
}
