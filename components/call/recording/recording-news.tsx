"use client";

import { useLocalParticipant, useRoomContext } from "@livekit/components-react";
import { RoomEvent, Track } from "livekit-client";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { agreeTo, hasAgreedTo, onAgreed } from "@/components/call/recording/agreed";
import { useCapture } from "@/components/call/recording/use-recording";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/notify";
import type { RecordingKind } from "@/lib/recordings/contract";

type OnFailure = (kind: DeviceKind, failure: DeviceFailure) => void;
type Handlers = { onLeave: () => void; onFailure: OnFailure };

/** Tells everybody, also screen readers, when a recording or live stream begins and ends; where the room says so they are asked first whether they want to be in it. */
export function RecordingNews(handlers: Handlers) {
  return (["recording", "stream"] as const).map((kind) => <News key={kind} kind={kind} {...handlers} />);
}

function News({ kind, onLeave, onFailure }: Handlers & { kind: RecordingKind }) {
  const t = useTranslations(kind === "stream" ? "callRecording.live" : "callRecording");
  const recording = useCapture(kind);
  const { localParticipant } = useLocalParticipant();
  const id = recording?.id ?? null;
  const before = useRef<string | null>(null);
  const tell = useEffectEvent((now: string | null) => {
    if (now === before.current) return;
    before.current = now;
    notify({ text: t(now === null ? "ended" : "began") });
  });
  useEffect(() => tell(id), [id]);
  // Whoever began it has agreed; this may be here before the answer to their wish.
  return recording?.asks && recording.by !== localParticipant.identity && !hasAgreedTo(recording.id) ? <Question key={recording.id} kind={kind} id={recording.id} onLeave={onLeave} onFailure={onFailure} /> : null;
}

/** Until one has agreed nothing is sent; what was on comes on again then. Who tries to send is asked again. */
function Question({ kind, id, onLeave, onFailure }: Handlers & { kind: RecordingKind; id: string }) {
  const t = useTranslations("callRecording");
  const own = useTranslations(kind === "stream" ? "callRecording.live" : "callRecording");
  const room = useRoomContext();
  const { localParticipant } = useLocalParticipant();
  const [isAnswered, setAnswered] = useState(false);
  const [isOpen, setOpen] = useState(true);
  const wasOn = useRef({ microphone: false, camera: false });
  useEffect(() => {
    if (isAnswered) return;
    const silence = () => {
      const on = { microphone: localParticipant.isMicrophoneEnabled, camera: localParticipant.isCameraEnabled, screen: localParticipant.isScreenShareEnabled };
      if (!on.microphone && !on.camera && !on.screen) return false;
      wasOn.current = { microphone: wasOn.current.microphone || on.microphone, camera: wasOn.current.camera || on.camera };
      if (on.microphone) void localParticipant.setMicrophoneEnabled(false);
      if (on.camera) void localParticipant.setCameraEnabled(false);
      if (on.screen) void localParticipant.setScreenShareEnabled(false);
      return true;
    };
    const again = (publication: { source: Track.Source }, participant?: unknown) => {
      if (participant !== undefined && participant !== localParticipant) return;
      if (publication.source !== Track.Source.Unknown && silence()) setOpen(true);
    };
    silence();
    room.on(RoomEvent.LocalTrackPublished, again).on(RoomEvent.TrackUnmuted, again);
    return () => {
      room.off(RoomEvent.LocalTrackPublished, again).off(RoomEvent.TrackUnmuted, again);
    };
  }, [room, localParticipant, isAnswered]);
  // Also by having begun it, which the call may hear of before the one who did.
  const comeBack = useEffectEvent(() => {
    setAnswered(true);
    const { microphone, camera } = wasOn.current;
    if (microphone) void localParticipant.setMicrophoneEnabled(true).catch((error: unknown) => onFailure("microphone", failureOf(error)));
    if (camera) void localParticipant.setCameraEnabled(true).catch((error: unknown) => onFailure("camera", failureOf(error)));
  });
  useEffect(() => onAgreed(id, () => comeBack()), [id]);
  if (isAnswered) return null;
  return (
    <Dialog
      open={isOpen}
      onClose={() => setOpen(false)}
      title={own("askTitle")}
      text={own("askText")}
      closeLabel={t("askLater")}
      actions={
        <>
          <Button onClick={onLeave}>{t("leave")}</Button>
          <Button look="primary" onClick={() => agreeTo(id)}>
            {own("agree")}
          </Button>
        </>
      }
    />
  );
}
