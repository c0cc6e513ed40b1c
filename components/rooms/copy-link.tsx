"use client";

import LinkIcon from "@lucide/icons/icons/link";
import type { RoomTexts } from "@/components/rooms/texts";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/notify";

/** Copies the address of a room, and says whether it worked. */
export function CopyLink({ slug, texts }: { slug: string; texts: RoomTexts }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/r/${slug}`);
      notify({ text: texts.copied });
    } catch {
      // Not allowed, or not a secure page.
      notify({ text: texts.copyFailed, tone: "danger" });
    }
  };
  return <IconButton label={texts.copyLink} icon={<Icon of={LinkIcon} size={18} />} onClick={() => void copy()} side="bottom" />;
}
