"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import type { Answer } from "@/components/ui/ask-api";
import { askRooms, refusalWords } from "@/components/rooms/room-api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/notify";

/** What moderators do to a room as a whole: end its call (asked first), delete it (undone from the notice), restore it. */
export function ManageRoom({ room, hostTexts }: { room: { id: number; name: string; isLive: boolean; isDeleted: boolean }; hostTexts: HostTexts }) {
  const t = useTranslations("roomsAdmin");
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [isPending, start] = useTransition();

  const run = (ask: () => Promise<Answer<unknown>>, text: string, undo?: () => void) =>
    start(async () => {
      const answer = await ask();
      setIsAsking(false);
      router.refresh();
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, hostTexts), tone: "danger" });
      notify({ text, ...(undo ? { action: { text: hostTexts.undo, run: undo } } : {}) });
    });
  const named = (text: string) => text.replace("{room}", () => room.name);
  const restore = () => run(() => askRooms("POST", `${room.id}/restore/`), named(hostTexts.restored));
  const remove = () => run(() => askRooms("DELETE", `${room.id}/`), named(hostTexts.deleted), restore);
  const endCall = () => run(() => askRooms("POST", `${room.id}/call/end/`), t("callEnded"));

  return (
    <div className="flex flex-wrap gap-2">
      {room.isLive && !room.isDeleted && (
        <Button look="danger" disabled={isPending} onClick={() => setIsAsking(true)}>
          {t("endCall")}
        </Button>
      )}
      {room.isDeleted ? (
        <Button disabled={isPending} onClick={restore}>
          {hostTexts.restore}
        </Button>
      ) : (
        <Button disabled={isPending} onClick={remove}>
          {hostTexts.delete}
        </Button>
      )}
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("endCallTitle", { room: room.name })}
        text={t("endCallText")}
        closeLabel={hostTexts.cancel}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{hostTexts.cancel}</Button>
            <Button look="danger" loading={isPending} onClick={endCall}>
              {t("endCall")}
            </Button>
          </>
        }
      />
    </div>
  );
}
