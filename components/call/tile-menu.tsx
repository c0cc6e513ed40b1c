"use client";

import EllipsisVertical from "@lucide/icons/icons/ellipsis-vertical";
import PictureInPicture2 from "@lucide/icons/icons/picture-in-picture-2";
import Pin from "@lucide/icons/icons/pin";
import PinOff from "@lucide/icons/icons/pin-off";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";

async function togglePictureInPicture(video: HTMLVideoElement): Promise<void> {
  try {
    if (document.pictureInPictureElement === video) await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
  } catch {
    // The picture has not begun, or the browser does not want to: it stays where it is.
  }
}

/** What one does with a tile for oneself: nobody else sees a difference. */
export function TileMenu({ box, name, isPinned, onPin, canFloat }: { box: RefObject<HTMLElement | null>; name: string; isPinned: boolean; onPin: () => void; canFloat: boolean }) {
  const t = useTranslations("call.tile");
  const float = () => {
    const video = box.current?.querySelector("video");
    if (video) void togglePictureInPicture(video);
  };
  const entries: MenuEntry[] = [
    { key: "pin", text: t(isPinned ? "unpin" : "pin"), icon: isPinned ? <Icon of={PinOff} size={16} /> : <Icon of={Pin} size={16} />, onSelect: onPin },
    ...(canFloat && document.pictureInPictureEnabled ? [{ key: "float", text: t("float"), icon: <Icon of={PictureInPicture2} size={16} />, onSelect: float }] : []),
  ];
  return (
    <span className="tile-menu">
      <Menu label={t("more", { name })} icon={<Icon of={EllipsisVertical} size={18} />} entries={entries} />
    </span>
  );
}
