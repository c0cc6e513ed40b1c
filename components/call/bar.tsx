"use client";

import { useLocalParticipant, useParticipants } from "@livekit/components-react";
import LayoutGrid from "lucide-react/icons/layout-grid";
import LayoutPanelLeft from "lucide-react/icons/layout-panel-left";
import MessageSquare from "lucide-react/icons/message-square";
import Lock from "lucide-react/icons/lock";
import Mic from "lucide-react/icons/mic";
import MicOff from "lucide-react/icons/mic-off";
import ScreenShare from "lucide-react/icons/screen-share";
import ScreenShareOff from "lucide-react/icons/screen-share-off";
import Users from "lucide-react/icons/users";
import Video from "lucide-react/icons/video";
import VideoOff from "lucide-react/icons/video-off";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BarButton } from "@/components/call/bar-button";
import { rememberChoices } from "@/components/call/choices";
import { DeviceMenu } from "@/components/call/device-menu";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { useIsLocked, useMaySend } from "@/components/call/use-abilities";
import type { Layout } from "@/components/call/tiles";
import { useUnread, type Reader } from "@/components/call/use-unread";

/** More does not fit beside the icon. */
const shownAtMost = 99;
const canShareScreen = () => typeof navigator.mediaDevices?.getDisplayMedia === "function";

/** Runs one device switch at a time, and tells what failed. */
function useSwitches(onFailure: (kind: DeviceKind, failure: DeviceFailure) => void) {
  const { localParticipant, isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled } = useLocalParticipant();
  const [busy, setBusy] = useState<"microphone" | "camera" | "screen" | null>(null);
  const run = async (what: NonNullable<typeof busy>, change: () => Promise<unknown>, failed: (error: unknown) => void) => {
    setBusy(what);
    try {
      await change();
    } catch (error) {
      failed(error);
    }
    setBusy(null);
  };
  const device = (kind: DeviceKind, on: boolean, change: () => Promise<unknown>) =>
    run(kind, async () => {
      await change();
      rememberChoices({ [kind]: on });
    }, (error) => onFailure(kind, failureOf(error)));
  return {
    busy,
    isMicrophoneEnabled,
    isCameraEnabled,
    isScreenShareEnabled,
    toggleMicrophone: () => device("microphone", !isMicrophoneEnabled, () => localParticipant.setMicrophoneEnabled(!isMicrophoneEnabled)),
    toggleCamera: () => device("camera", !isCameraEnabled, () => localParticipant.setCameraEnabled(!isCameraEnabled)),
    // Closing the browser's own picker is no failure.
    toggleScreen: () => run("screen", () => localParticipant.setScreenShareEnabled(!isScreenShareEnabled, { audio: true, contentHint: "detail" }), () => undefined),
  };
}

type ChatButtonProps = { reader: Reader; isOpen: boolean; toggle: () => void };

/** Says how much was written since the chat was last open. */
function ChatButton({ reader, isOpen, toggle }: ChatButtonProps) {
  const t = useTranslations("call");
  const unread = useUnread(reader, isOpen);
  const label = isOpen ? t("chatClose") : unread > 0 ? t("chatUnread", { count: unread }) : t("chatOpen");
  return (
    <span className="relative">
      <BarButton label={label} icon={<MessageSquare size={20} />} look={isOpen ? "on" : undefined} aria-expanded={isOpen} onClick={toggle} />
      {unread > 0 && (
        <span aria-hidden="true" className="bar-count tabular">
          {unread > shownAtMost ? `${shownAtMost}+` : unread}
        </span>
      )}
    </span>
  );
}

/** The one bar of the call: what you send in the middle, where you are at the left, leaving apart. */
export function Bar({
  title,
  layout,
  onLayout,
  slug,
  chat,
  people: panel,
  onFailure,
  onLeave,
}: {
  title: string;
  slug: string;
  layout: Layout;
  onLayout: (layout: Layout) => void;
  chat: ChatButtonProps | null;
  people: { isOpen: boolean; toggle: () => void };
  onFailure: (kind: DeviceKind, failure: DeviceFailure) => void;
  onLeave: () => void;
}) {
  const t = useTranslations("call");
  const people = useParticipants();
  const isLocked = useIsLocked();
  const may = useMaySend();
  const { busy, isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled, toggleMicrophone, toggleCamera, toggleScreen } = useSwitches(onFailure);
  return (
    <div role="group" aria-label={t("controls")} className="stage-bar">
      <p className="wide-only min-w-0 truncate text-ui">
        {isLocked && <Lock size={14} role="img" aria-label={t("lockedSign")} className="mr-1.5 inline text-muted" />}
        <bdi className="font-semibold">{title}</bdi> <span className="tabular text-muted">· {t("count", { count: people.length })}</span>
      </p>
      <div className="flex items-center justify-center gap-2">
        {may.microphone && (
          <div className="bar-pair">
            <BarButton label={t(isMicrophoneEnabled ? "microphoneOff" : "microphoneOn")} icon={isMicrophoneEnabled ? <Mic size={20} /> : <MicOff size={20} />} look={isMicrophoneEnabled ? undefined : "off"} busy={busy === "microphone"} onClick={() => void toggleMicrophone()} />
            <DeviceMenu label={t("soundDevices")} kinds={["audioinput", "audiooutput"]} />
          </div>
        )}
        {may.camera && (
          <div className="bar-pair">
            <BarButton label={t(isCameraEnabled ? "cameraOff" : "cameraOn")} icon={isCameraEnabled ? <Video size={20} /> : <VideoOff size={20} />} look={isCameraEnabled ? undefined : "off"} busy={busy === "camera"} onClick={() => void toggleCamera()} />
            <DeviceMenu label={t("cameras")} kinds={["videoinput"]} />
          </div>
        )}
        {may.screen && canShareScreen() && (
          <BarButton label={t(isScreenShareEnabled ? "screenOff" : "screenOn")} icon={isScreenShareEnabled ? <ScreenShareOff size={20} /> : <ScreenShare size={20} />} look={isScreenShareEnabled ? "on" : undefined} busy={busy === "screen"} onClick={() => void toggleScreen()} />
        )}
      </div>
      <div className="flex items-center justify-end gap-2">
        <span className="wide-only">
          <BarButton label={t(layout === "grid" ? "toSpeaker" : "toGrid")} icon={layout === "grid" ? <LayoutPanelLeft size={20} /> : <LayoutGrid size={20} />} onClick={() => onLayout(layout === "grid" ? "speaker" : "grid")} />
        </span>
        <BarButton label={t(panel.isOpen ? "peopleClose" : "peopleOpen")} icon={<Users size={20} />} look={panel.isOpen ? "on" : undefined} aria-expanded={panel.isOpen} onClick={panel.toggle} />
        <span data-lobby-badge={slug} className="empty:hidden" />
        {chat && <ChatButton {...chat} />}
        <button type="button" data-look="leave" className="bar-button" onClick={onLeave}>
          {t("leave")}
        </button>
      </div>
    </div>
  );
}
