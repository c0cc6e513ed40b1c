"use client";

import { useLocalParticipant } from "@livekit/components-react";
import X from "@lucide/icons/icons/x";
import { useTranslations } from "next-intl";
import { NotesSlot } from "@/components/notes/notes-slot";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/** The room's notes beside its call: members write, guests of the call read along. */
export function NotesPanel({ room, onClose }: { room: { id: number; name: string }; onClose: () => void }) {
  const t = useTranslations("call");
  const words = useTranslations("notes");
  const { localParticipant } = useLocalParticipant();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex items-center justify-between gap-2 py-2 pr-2 pl-4">
        <h2 className="text-lg">{words("title")}</h2>
        <IconButton label={t("notesClose")} icon={<Icon of={X} size={18} />} onClick={onClose} />
      </header>
      <div className="notes-beside min-h-0 flex-1 overflow-y-auto px-4">
        <NotesSlot room={room} identity={localParticipant.identity} />
      </div>
    </div>
  );
}
