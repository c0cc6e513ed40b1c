"use client";

import LinkIcon from "@lucide/icons/icons/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Icon } from "@/components/ui/icon";

/** Copies the address of a stream's page, and says whether it worked. */
export function CopyLiveLink({ id }: { id: string }) {
  const t = useTranslations("live");
  return (
    <Button icon={<Icon of={LinkIcon} size={16} />} onClick={() => void copyText(`${location.origin}/live/${id}`, { copied: t("copied"), failed: t("copyFailed") })}>
      {t("copyLink")}
    </Button>
  );
}
