"use client";

import Mic from "lucide-react/icons/mic";
import MicOff from "lucide-react/icons/mic-off";
import Video from "lucide-react/icons/video";
import VideoOff from "lucide-react/icons/video-off";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { BarButton } from "@/components/call/bar-button";
import { LevelMeter } from "@/components/call/level-meter";
import type { Preview } from "@/components/call/use-preview";
import { useDeviceWords } from "@/components/call/words";
import { Avatar } from "@/components/ui/avatar";

function Mirror({ track, label }: { track: MediaStreamTrack; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element) element.srcObject = new MediaStream([track]);
    return () => {
      if (element) element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} autoPlay muted playsInline aria-label={label} className="mirror size-full object-cover" />;
}

/** How you will look and sound: your picture once the camera is on, the level of the microphone, and their switches. */
export function PrejoinPicture({ me, microphone, camera }: { me: { identity: string; name: string }; microphone: Preview; camera: Preview }) {
  const t = useTranslations("call");
  const words = useDeviceWords();
  const failures = [microphone.failure && words("microphone", microphone.failure), camera.failure && words("camera", camera.failure)].filter(Boolean);
  return (
    <div className="grid gap-3">
      <div className="picture grid place-items-center">
        {camera.track ? <Mirror track={camera.track} label={t("yourPicture")} /> : <Avatar identity={me.identity} name={me.name} size="xl" />}
        {me.name !== "" && (
          <span className="tile-name">
            <bdi>{me.name}</bdi>
          </span>
        )}
        <div className="absolute right-2 bottom-2 flex gap-2">
          <BarButton
            label={t(microphone.track ? "microphoneOff" : "microphoneOn")}
            icon={microphone.track ? <Mic size={20} /> : <MicOff size={20} />}
            look={microphone.track ? undefined : "off"}
            busy={microphone.isAsking}
            onClick={() => (microphone.track ? microphone.turnOff() : void microphone.turnOn())}
          />
          <BarButton
            label={t(camera.track ? "cameraOff" : "cameraOn")}
            icon={camera.track ? <Video size={20} /> : <VideoOff size={20} />}
            look={camera.track ? undefined : "off"}
            busy={camera.isAsking}
            onClick={() => (camera.track ? camera.turnOff() : void camera.turnOn())}
          />
        </div>
      </div>
      <div className="flex min-h-6 items-center gap-3 text-ui text-muted">
        {microphone.track ? (
          <>
            <LevelMeter track={microphone.track} />
            {t("levelHint")}
          </>
        ) : (
          !microphone.failure && t("microphoneIsOff")
        )}
      </div>
      <div role="status" className="grid gap-2 text-ui empty:hidden">
        {failures.map((text) => (
          <p key={text} className="rounded-card bg-danger-soft px-4 py-3">
            {text} {t("joinWithout")}
          </p>
        ))}
      </div>
    </div>
  );
}
