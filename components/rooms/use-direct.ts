"use client";

import { useRouter } from "next/navigation";
import { postDirect } from "@/components/rooms/room-api";
import type { RoomTexts } from "@/components/rooms/texts";
import { notify } from "@/components/ui/notify";

/** Opens the conversation that one has with somebody, or begins it. */
export function useDirect(texts: RoomTexts): (userId: number) => void {
  const router = useRouter();
  return (userId) => {
    void postDirect(userId).then((started) => {
      if (typeof started === "object") router.push(`/r/${started.slug}`);
      else notify({ text: { closed: texts.directClosed, refused: texts.directRefused, lost: texts.directLost }[started], tone: "danger" });
    });
  };
}
