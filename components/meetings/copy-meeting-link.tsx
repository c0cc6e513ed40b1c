"use client";

import LinkIcon from "lucide-react/icons/link";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { notify } from "@/components/ui/notify";

/** Copies the address of a meeting, and says whether it worked. */
export function CopyMeetingLink({ uniqueName }: { uniqueName: string }) {
  const t = useTranslations("meetings");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/m/${uniqueName}`);
      notify({ text: t("copied") });
    } catch {
      // Not allowed, or not a secure page.
      notify({ text: t("copyFailed"), tone: "danger" });
    }
  };
  return <IconButton label={t("copyLink")} icon={<LinkIcon size={18} />} onClick={() => void copy()} />;
}
