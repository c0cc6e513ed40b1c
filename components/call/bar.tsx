"use client";

import Hand from "@lucide/icons/icons/hand";
import MessageSquare from "@lucide/icons/icons/message-square";
import Lock from "@lucide/icons/icons/lock";
import Mic from "@lucide/icons/icons/mic";
import MicOff from "@lucide/icons/icons/mic-off";
import NotebookPen from "@lucide/icons/icons/notebook-pen";
import ScreenShare from "@lucide/icons/icons/screen-share";
import ScreenShareOff from "@lucide/icons/icons/screen-share-off";
import Users from "@lucide/icons/icons/users";
import Video from "@lucide/icons/icons/video";
import VideoOff from "@lucide/icons/icons/video-off";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BarButton } from "@/components/call/bar-button";
import { CallTime } from "@/components/call/call-time";
import type { Traffic } from "@/components/call/choices";
import { CaptionsBar } from "@/components/call/captions/captions-bar";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { act } from "@/components/call/control";
import { DeviceMenu } from "@/components/call/device-menu";
import { EncryptionBadgeSlot } from "@/components/call/encryption/encryption-slots";
import { LayoutIcon } from "@/components/call/layout-icon";
import { nextLayout, type Layout } from "@/components/call/layouts";
import { LeaveButton } from "@/components/call/leave-button";
import { MoreMenu, type CallDialog } from "@/components/call/more-menu";
import type { DeviceFailure, DeviceKind } from "@/components/call/open-device";
import { RecordingMark } from "@/components/call/recording/recording-mark";
import { useRecordEntries } from "@/components/call/recording/use-record-entries";
import { ReactionMenu } from "@/components/call/reaction-menu";
import { useAbilities, useIsLocked, useMaySend } from "@/components/call/use-abilities";
import { useCallKeys } from "@/components/call/use-call-keys";
import { useExtraEntries } from "@/components/call/use-extra-entries";
import { useFullScreen } from "@/components/call/use-full-screen";
import { useHands } from "@/components/call/use-hands";
import { useNarrow } from "@/components/call/use-narrow";
import { usePeople } from "@/components/call/use-people";
import { useSwitches } from "@/components/call/use-switches";
import { useUnread, type Reader } from "@/components/call/use-unread";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Reaction } from "@/lib/calls/contract";

const CallDialogs = lazyPart(() => import("@/components/call/call-dialogs").then((module) => module.CallDialogs));
const RecordDialog = lazyPart(() => import("@/components/call/recording/record-dialog").then((module) => module.RecordDialog));
const LiveDialog = lazyPart(() => import("@/components/call/recording/live-dialog").then((module) => module.LiveDialog));
const WatchDialog = lazyPart(() => import("@/components/call/watch/watch-dialog").then((module) => module.WatchDialog));

/** More does not fit beside the icon. */
const shownAtMost = 99;
const canShareScreen = () => typeof navigator.mediaDevices?.getDisplayMedia === "function";

type ChatButtonProps = { reader: Reader; isOpen: boolean; toggle: () => void };

/** Says how much was written since the chat was last open. */
function ChatButton({ reader, isOpen, toggle }: ChatButtonProps) {
  const t = useTranslations("call");
  const unread = useUnread(reader, isOpen);
  const label = isOpen ? t("chatClose") : unread > 0 ? t("chatUnread", { count: unread }) : t("chatOpen");
  return (
    <span className="relative">
      <BarButton label={label} icon={<Icon of={MessageSquare} size={20} />} look={isOpen ? "on" : undefined} aria-expanded={isOpen} onClick={toggle} />
      {unread > 0 && (
        <span aria-hidden="true" className="bar-count tabular">
          {unread > shownAtMost ? `${shownAtMost}+` : unread}
        </span>
      )}
    </span>
  );
}

type PanelSwitch = { isOpen: boolean; toggle: () => void };
type BarProps = {
  slug: string;
  title: string;
  layout: Layout;
  onLayout: (layout: Layout) => void;
  /** Null where this person has no chat here. */
  chat: ChatButtonProps | null;
  people: PanelSwitch;
  notes: PanelSwitch;
  captions: CaptionsSwitch;
  traffic: Traffic;
  onTraffic: (traffic: Traffic) => void;
  onFailure: (kind: DeviceKind, failure: DeviceFailure) => void;
  onLeave: () => void;
};

/** The one bar of the call: what you send in the middle, where you are at the left, leaving apart. */
export function Bar({ slug, title, layout, onLayout, chat, people: panel, notes, captions, traffic, onTraffic, onFailure, onLeave }: BarProps) {
  const t = useTranslations("call");
  const layoutWords = useTranslations("callHolds.layout");
  const people = usePeople();
  const isLocked = useIsLocked();
  const { show, record, moderate } = useAbilities(slug);
  const may = useMaySend();
  const { busy, isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled, setMicrophone, toggleMicrophone, toggleCamera, toggleScreen } = useSwitches(onFailure);
  const [dialog, setDialog] = useState<CallDialog | null>(null);
  const [hasDialogs, setHasDialogs] = useState(false);
  if (dialog !== null && !hasDialogs) setHasDialogs(true);
  const dropDialogs = () => {
    setDialog(null);
    setHasDialogs(false);
  };
  const recordEntries = useRecordEntries({ slug, title, mayRecord: record, mayStop: moderate, open: setDialog });
  const fullScreen = useFullScreen();
  const isNarrow = useNarrow();
  const mayShareScreen = may.screen && canShareScreen();
  const isHandUp = useHands().some((each) => each.isLocal);
  const toggleHand = () => void act(slug, { kind: "hand", body: { raised: !isHandUp } });
  const extras = useExtraEntries({
    isNarrow,
    isHandUp,
    isCameraOn: isCameraEnabled,
    isSharing: isScreenShareEnabled,
    mayShare: mayShareScreen,
    toggleHand,
    toggleScreen: mayShareScreen ? () => void toggleScreen() : undefined,
    openReactions: () => setDialog("reactions"),
    notes,
    captions,
    onFailure,
  });
  const react = (reaction: Reaction) => void act(slug, { kind: "reaction", body: { reaction } });
  const turnLayout = () => onLayout(nextLayout(layout));
  const { keys, changeKeys } = useCallKeys(
    {
      microphone: may.microphone ? () => void toggleMicrophone() : undefined,
      camera: may.camera ? () => void toggleCamera() : undefined,
      hand: toggleHand,
      screen: mayShareScreen ? () => void toggleScreen() : undefined,
      chat: chat?.toggle,
      people: panel.toggle,
      notes: notes.toggle,
      captions: captions?.toggle,
      layout: turnLayout,
      fullScreen: fullScreen?.toggle,
      shortcuts: () => setDialog("shortcuts"),
    },
    (on) => may.microphone && void setMicrophone(on),
  );
  const more = <MoreMenu extras={extras} layout={layout} onLayout={onLayout} fullScreen={fullScreen} onOpen={setDialog} warm={CallDialogs.warm} mayShow={show} captions={captions} record={recordEntries} />;
  return (
    <div role="group" aria-label={t("controls")} className="stage-bar">
      <p className="wide-only min-w-0 truncate text-ui">
        {isLocked && <Icon of={Lock} size={14} label={t("lockedSign")} className="mr-1.5 inline text-muted" />}
        <RecordingMark /> <CallTime /> <bdi className="font-semibold">{title}</bdi> <span className="tabular text-muted">· {t("count", { count: people.length })}</span>
      </p>
      <div className="flex items-center justify-center gap-2">
        {may.microphone && (
          <div className="bar-pair">
            <BarButton label={t(isMicrophoneEnabled ? "microphoneOff" : "microphoneOn")} icon={isMicrophoneEnabled ? <Icon of={Mic} size={20} /> : <Icon of={MicOff} size={20} />} look={isMicrophoneEnabled ? undefined : "off"} busy={busy === "microphone"} onClick={() => void toggleMicrophone()} />
            {!isNarrow && <DeviceMenu label={t("soundDevices")} kinds={["audioinput", "audiooutput"]} />}
          </div>
        )}
        {may.camera && (
          <div className="bar-pair">
            <BarButton label={t(isCameraEnabled ? "cameraOff" : "cameraOn")} icon={isCameraEnabled ? <Icon of={Video} size={20} /> : <Icon of={VideoOff} size={20} />} look={isCameraEnabled ? undefined : "off"} busy={busy === "camera"} onClick={() => void toggleCamera()} />
            {!isNarrow && <DeviceMenu label={t("cameras")} kinds={["videoinput"]} />}
          </div>
        )}
        {!isNarrow && mayShareScreen && (
          <BarButton label={t(isScreenShareEnabled ? "screenOff" : "screenOn")} icon={isScreenShareEnabled ? <Icon of={ScreenShareOff} size={20} /> : <Icon of={ScreenShare} size={20} />} look={isScreenShareEnabled ? "on" : undefined} busy={busy === "screen"} onClick={() => void toggleScreen()} />
        )}
        {!isNarrow && <BarButton label={t(isHandUp ? "hands.lower" : "hands.raise")} icon={<Icon of={Hand} size={20} />} look={isHandUp ? "hand" : undefined} aria-pressed={isHandUp} onClick={toggleHand} />}
        {!isNarrow && <ReactionMenu onReact={react} />}
        {!isNarrow && <CaptionsBar captions={captions} />}
        {!isNarrow && more}
      </div>
      <div className="flex items-center justify-end gap-2">
        <span className="wide-only">
          <BarButton label={layoutWords(nextLayout(layout))} icon={<LayoutIcon layout={nextLayout(layout)} size={20} />} onClick={turnLayout} />
        </span>
        <BarButton label={t(panel.isOpen ? "peopleClose" : "peopleOpen")} icon={<Icon of={Users} size={20} />} look={panel.isOpen ? "on" : undefined} aria-expanded={panel.isOpen} onClick={panel.toggle} />
        <EncryptionBadgeSlot slug={slug} />
        <span data-lobby-badge={slug} className="empty:hidden" />
        {chat && <ChatButton {...chat} />}
        {!isNarrow && <BarButton label={t(notes.isOpen ? "notesClose" : "notesOpen")} icon={<Icon of={NotebookPen} size={20} />} look={notes.isOpen ? "on" : undefined} aria-expanded={notes.isOpen} onClick={notes.toggle} />}
        {isNarrow && more}
        <LeaveButton slug={slug} onLeave={onLeave} />
      </div>
      {hasDialogs && <CallDialogs dialog={dialog} onClose={() => setDialog(null)} onOpen={setDialog} onMissing={dropDialogs} onAgain={() => setDialog(dialog)} traffic={traffic} onTraffic={onTraffic} onReact={react} keys={keys} onKeys={changeKeys} />}
      {dialog === "record" && <RecordDialog slug={slug} onClose={() => setDialog(null)} onMissing={() => setDialog(null)} onAgain={() => setDialog(dialog)} />}
      {dialog === "live" && <LiveDialog slug={slug} onClose={() => setDialog(null)} onMissing={() => setDialog(null)} onAgain={() => setDialog(dialog)} />}
      {dialog === "watch" && <WatchDialog slug={slug} onClose={() => setDialog(null)} onMissing={() => setDialog(null)} onAgain={() => setDialog(dialog)} />}
    </div>
  );
}
