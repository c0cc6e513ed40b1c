import { useMediaDevices, useRoomContext } from "@livekit/components-react";
import AudioLines from "@lucide/icons/icons/audio-lines";
import CaptionsIcon from "@lucide/icons/icons/captions";
import Hand from "@lucide/icons/icons/hand";
import NotebookPen from "@lucide/icons/icons/notebook-pen";
import ScreenShare from "@lucide/icons/icons/screen-share";
import SmilePlus from "@lucide/icons/icons/face-slightly-smiling-plus";
import SwitchCamera from "@lucide/icons/icons/switch-camera";
import { useTranslations } from "next-intl";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { flipCamera } from "@/components/call/flip-camera";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { canShareSound, shareSound, stopSound } from "@/components/call/share-sound";
import { useSharedSounds } from "@/components/call/shared-sounds";
import { Icon } from "@/components/ui/icon";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { notify } from "@/components/ui/notify";

type ExtraParts = {
  /** The bar has no room for these; they are here instead. */
  isNarrow: boolean;
  isHandUp: boolean;
  isCameraOn: boolean;
  isSharing: boolean;
  mayShare: boolean;
  toggleHand: () => void;
  toggleScreen: (() => void) | undefined;
  openReactions: () => void;
  notes: { isOpen: boolean; toggle: () => void };
  captions: CaptionsSwitch;
  onFailure: (kind: DeviceKind, failure: DeviceFailure) => void;
};

/** What of the bar stands under "More": the other camera, sound alone, and on phones what does not fit one row. */
export function useExtraEntries({ isNarrow, isHandUp, isCameraOn, isSharing, mayShare, toggleHand, toggleScreen, openReactions, notes, captions, onFailure }: ExtraParts): MenuEntry[] {
  const t = useTranslations("call");
  const captionWords = useTranslations("captions");
  const room = useRoomContext();
  const cameras = useMediaDevices({ kind: "videoinput" });
  const sharesSound = useSharedSounds().some((each) => each.isLocal);
  const startSound = async () => {
    try {
      if ((await shareSound(room)) === "silent") notify({ text: t("sound.silent") });
    } catch {
      notify({ text: t("sound.failed"), tone: "danger" });
    }
  };
  const entries: MenuEntry[] = [];
  if (isNarrow) {
    entries.push({ key: "hand", text: t(isHandUp ? "hands.lower" : "hands.raise"), icon: <Icon of={Hand} size={16} />, onSelect: toggleHand });
    entries.push({ key: "reactions", text: t("reactions.open"), icon: <Icon of={SmilePlus} size={16} />, onSelect: openReactions });
    if (toggleScreen) entries.push({ key: "screen", text: t(isSharing ? "screenOff" : "screenOn"), icon: <Icon of={ScreenShare} size={16} />, onSelect: toggleScreen });
    entries.push({ key: "notes", text: t(notes.isOpen ? "notesClose" : "notesOpen"), icon: <Icon of={NotebookPen} size={16} />, onSelect: notes.toggle });
    if (captions) entries.push({ key: "captions", text: captionWords(captions.isOn ? "off" : "on"), icon: <Icon of={CaptionsIcon} size={16} />, onSelect: captions.toggle });
  }
  if (isCameraOn && cameras.length > 1) entries.push({ key: "flip", text: t("flipCamera"), icon: <Icon of={SwitchCamera} size={16} />, onSelect: () => void flipCamera(room, cameras).catch((error: unknown) => onFailure("camera", failureOf(error))) });
  if (sharesSound) entries.push({ key: "sound", text: t("sound.stop"), icon: <Icon of={AudioLines} size={16} />, onSelect: () => void stopSound(room) });
  else if (mayShare && !isSharing && canShareSound()) entries.push({ key: "sound", text: t("sound.share"), icon: <Icon of={AudioLines} size={16} />, onSelect: () => void startSound() });
  return entries.length > 0 ? [...entries, "separator"] : [];
}
