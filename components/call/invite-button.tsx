"use client";

import UserPlus from "@lucide/icons/icons/user-plus";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";

const InviteDialog = lazyPart(() => import("@/components/call/invite-dialog").then((module) => module.InviteDialog));

/** For hosts: brings others into the call. */
export function InviteButton({ slug, mayAdd }: { slug: string; mayAdd: boolean }) {
  const t = useTranslations("callHost.invite");
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const show = (open: boolean) => {
    setOpen(open);
    // It stays once it is there, so that it can give the focus back as it closes.
    setWasOpen(true);
  };
  const drop = () => {
    setOpen(false);
    setWasOpen(false);
  };
  return (
    <>
      <IconButton label={t("open")} icon={<Icon of={UserPlus} size={18} />} onClick={() => show(true)} />
      {wasOpen && <InviteDialog slug={slug} mayAdd={mayAdd} open={isOpen} onClose={() => show(false)} onMissing={drop} onAgain={() => show(true)} />}
    </>
  );
}
