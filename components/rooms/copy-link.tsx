"use client";

import LinkIcon from "@lucide/icons/icons/link";
import type { RoomTexts } from "@/components/rooms/texts";
import { copyText } from "@/components/ui/copy-text";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/** Copies the address of a room, and says whether it worked. */
export function CopyLink({ slug, texts }: { slug: string; texts: RoomTexts }) {
  const copy = () => copyText(`${location.origin}/r/${slug}`, { copied: texts.copied, failed: texts.copyFailed });
  return <IconButton label={texts.copyLink} icon={<Icon of={LinkIcon} size={18} />} onClick={() => void copy()} side="bottom" />;
}
