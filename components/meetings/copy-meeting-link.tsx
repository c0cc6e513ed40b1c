"use client";

import LinkIcon from "@lucide/icons/icons/link";
import { copyText } from "@/components/ui/copy-text";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/** Copies the address of a meeting, and says whether it worked. */
export function CopyMeetingLink({ uniqueName, words }: { uniqueName: string; words: { copyLink: string; copied: string; copyFailed: string } }) {
  const copy = () => copyText(`${location.origin}/m/${uniqueName}`, { copied: words.copied, failed: words.copyFailed });
  return <IconButton label={words.copyLink} icon={<Icon of={LinkIcon} size={18} />} onClick={() => void copy()} />;
}
