"use client";

import LinkIcon from "@lucide/icons/icons/link";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/notify";

/** Copies the address of a meeting, and says whether it worked. */
export function CopyMeetingLink({ uniqueName, words }: { uniqueName: string; words: { copyLink: string; copied: string; copyFailed: string } }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/m/${uniqueName}`);
      notify({ text: words.copied });
    } catch {
      // Not allowed, or not a secure page.
      notify({ text: words.copyFailed, tone: "danger" });
    }
  };
  return <IconButton label={words.copyLink} icon={<Icon of={LinkIcon} size={18} />} onClick={() => void copy()} />;
}
