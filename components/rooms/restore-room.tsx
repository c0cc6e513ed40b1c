"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import { askRooms, refusalWords } from "@/components/rooms/room-api";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";

/** Brings a deleted room back and opens it. */
export function RestoreRoom({ room, texts }: { room: { id: number; name: string; slug: string }; texts: HostTexts }) {
  const router = useRouter();
  const [isPending, start] = useTransition();
  const restore = () =>
    start(async () => {
      const answer = await askRooms("POST", `${room.id}/restore/`);
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
      notify({ text: fill(texts.restored, { room: room.name }) });
      router.push(`/r/${room.slug}`);
      router.refresh();
    });
  return (
    <Button loading={isPending} onClick={restore}>
      {texts.restore}
    </Button>
  );
}
