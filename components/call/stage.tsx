"use client";

import { RoomAudioRenderer, RoomContext, useAudioPlayback, useLocalParticipant } from "@livekit/components-react";
import { RoomEvent, type DisconnectReason, type Room } from "livekit-client";
import { useTranslations } from "next-intl";
import { startTransition, useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { AloneQuestion } from "@/components/call/alone-question";
import type { AloneRules } from "@/components/call/alone";
import { Announcer } from "@/components/call/announcer";
import { Bar } from "@/components/call/bar";
import { CaptionsSlot } from "@/components/call/captions/captions-slot";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { readChoices, trafficOf, type Choices } from "@/components/call/choices";
import { SlowNote } from "@/components/call/effects/slow-note";
import { EncryptionScope } from "@/components/call/encryption/encryption-scope";
import { EncryptionNoteSlot } from "@/components/call/encryption/encryption-slots";
import type { Ending } from "@/components/call/ending";
import type { QuietReason } from "@/components/call/entrance";
import type { Layout } from "@/components/call/layouts";
import { Note } from "@/components/call/note";
import { NotesPanel } from "@/components/call/notes-panel";
import { useDevicesOn, type DevicesOn } from "@/components/call/use-devices-on";
import type { DeviceFailure, DeviceKind } from "@/components/call/open-device";
import { PeoplePanel } from "@/components/call/people-panel";
import { RecordingMark } from "@/components/call/recording/recording-mark";
import { RecordingNews } from "@/components/call/recording/recording-news";
import { endingOf, startDevices } from "@/components/call/session";
import { SharedSounds } from "@/components/call/shared-sounds";
import { Signals } from "@/components/call/signals";
import { holdReceiving } from "@/components/call/traffic";
import { holdUnseen } from "@/components/call/unseen";
import { UpkeepNotes } from "@/components/call/upkeep-notes";
import { useNarrow } from "@/components/call/use-narrow";
import { TrafficContext } from "@/components/call/use-traffic";
import type { Reader } from "@/components/call/use-unread";
import { WatchedTiles } from "@/components/call/watch/watched-tiles";
import { useDeviceWords } from "@/components/call/words";
import { Button } from "@/components/ui/button";

/** What stands beside the tiles; one at a time. */
type Panel = "chat" | "people" | "notes";
type Failure = { kind: DeviceKind; failure: DeviceFailure };

/** The call itself, around a room that is connected. Unmounting leaves it. */
export function Stage({ room, slug, title, choices, quiet, alone, chat, reader, onEnd, onLeave }: { room: Room; slug: string; title: string; choices: Choices; quiet: QuietReason | null; alone: AloneRules; chat?: ReactNode; reader: Reader; onEnd: (ending: Ending, on: DevicesOn) => void; onLeave: () => void }) {
  const [layout, setLayout] = useState<Layout>("grid");
  const [panel, setPanel] = useState<Panel | null>(null);
  const toggle = (which: Panel) => setPanel((was) => (was === which ? null : which));
  const [failed, setFailed] = useState<Failure | null>(null);
  const [traffic, setTraffic] = useState(() => trafficOf(readChoices()));
  const [captions, setCaptions] = useState<CaptionsSwitch>(null);
  const isStarted = useRef(false);
  const on = useDevicesOn(room);
  /** Pictures of others come first: with all else at once the first one stood 30 ms later. */
  const [isWhole, setWhole] = useState(false);
  useEffect(() => startTransition(() => setWhole(true)), []);
  const onFailure = useCallback((kind: DeviceKind, failure: DeviceFailure) => setFailed({ kind, failure }), []);

  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    void startDevices(room, choices, (kind, failure) => setFailed({ kind, failure }));
  }, [room, choices]);

  useEffect(() => {
    const end = (reason?: DisconnectReason) => {
      const ending = endingOf(reason);
      if (ending) onEnd(ending, on.current);
    };
    room.on(RoomEvent.Disconnected, end);
    return () => {
      room.off(RoomEvent.Disconnected, end);
    };
  }, [room, onEnd, on]);

  useEffect(() => holdReceiving(room, traffic.receive), [room, traffic.receive]);
  useEffect(() => holdUnseen(room), [room]);

  return (
    <RoomContext.Provider value={room}>
      <EncryptionScope>
        <RoomAudioRenderer />
        <main id="content" className="stage">
          <h1 className="sr-only">{title}</h1>
          <div className="stage-tiles">
            {isWhole && <Signals onFailure={onFailure} />}
            <Notes slug={slug} failed={failed} onDismiss={() => setFailed(null)}>
              <UpkeepNotes quiet={quiet} onFailure={onFailure} />
            </Notes>
            {isWhole && (
              <>
                <Announcer reader={chat ? reader : null} />
                <RecordingNews onLeave={onLeave} onFailure={onFailure} />
                <AloneQuestion rules={alone} onGone={() => onEnd("alone", on.current)} />
              </>
            )}
            <TrafficContext.Provider value={traffic}>
              <WatchedTiles slug={slug} layout={layout} />
            </TrafficContext.Provider>
            <CaptionsSlot slug={slug} onSwitch={setCaptions} />
          </div>
          {chat && panel === "chat" && <aside className="stage-panel">{chat}</aside>}
          {panel === "people" && (
            <aside className="stage-panel">
              <PeoplePanel slug={slug} onClose={() => setPanel(null)} />
            </aside>
          )}
          {panel === "notes" && (
            <aside className="stage-panel" data-panel="notes">
              <NotesPanel room={{ id: reader.roomId, name: title }} onClose={() => setPanel(null)} />
            </aside>
          )}
          {isWhole ? (
            <Bar
              slug={slug}
              title={title}
              layout={layout}
              onLayout={setLayout}
              chat={chat ? { reader, isOpen: panel === "chat", toggle: () => toggle("chat") } : null}
              people={{ isOpen: panel === "people", toggle: () => toggle("people") }}
              notes={{ isOpen: panel === "notes", toggle: () => toggle("notes") }}
              captions={captions}
              traffic={traffic}
              onTraffic={setTraffic}
              onFailure={onFailure}
              onLeave={onLeave}
            />
          ) : (
            <div className="stage-bar" />
          )}
        </main>
      </EncryptionScope>
    </RoomContext.Provider>
  );
}

/** What needs to be known now: the connection, a device that failed, sound that the browser holds back. */
function Notes({ slug, failed, onDismiss, children }: { slug: string; failed: Failure | null; onDismiss: () => void; children: ReactNode }) {
  const t = useTranslations("call");
  const words = useDeviceWords();
  const isNarrow = useNarrow();
  const { canPlayAudio, startAudio } = useAudioPlayback();
  const { isScreenShareEnabled, localParticipant } = useLocalParticipant();
  return (
    <div role="status" className="stage-note">
      <EncryptionNoteSlot slug={slug} />
      {isNarrow && <RecordingMark />}
      {children}
      {failed && <Note text={words(failed.kind, failed.failure)} action={<Button onClick={onDismiss}>{t("dismiss")}</Button>} />}
      {isScreenShareEnabled && <Note text={t("youShare")} action={<Button onClick={() => void localParticipant.setScreenShareEnabled(false)}>{t("screenOff")}</Button>} />}
      <SlowNote />
      <SharedSounds />
      {!canPlayAudio && <Note text={t("soundHeld")} action={<Button look="primary" onClick={() => void startAudio()}>{t("soundOn")}</Button>} />}
    </div>
  );
}
