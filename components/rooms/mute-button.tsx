"use client";

import Bell from "@lucide/icons/icons/bell";
import BellOff from "@lucide/icons/icons/bell-off";
import { putMuted } from "@/components/rooms/room-api";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";

/** Mutes a room for oneself, or hears it again: in force at once, and taken back where it did not arrive. */
export function MuteButton({ room, muted, texts, onChange }: { room: { id: number; name: string }; muted: boolean; texts: { mute: string; unmute: string; muteFailed: string }; onChange: (muted: boolean) => void }) {
  const turn = async () => {
    onChange(!muted);
    if (await putMuted(room.id, !muted)) return;
    onChange(muted);
    notify({ text: texts.muteFailed, tone: "danger" });
  };
  return <IconButton label={fill(muted ? texts.unmute : texts.mute, { room: room.name })} aria-pressed={muted} icon={<Icon of={muted ? BellOff : Bell} size={18} />} className={muted ? undefined : "text-muted"} side="bottom" onClick={() => void turn()} />;
}
