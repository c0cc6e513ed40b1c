"use client";

import Mic from "@lucide/icons/icons/mic";
import MicOff from "@lucide/icons/icons/mic-off";
import Sparkles from "@lucide/icons/icons/sparkles";
import Video from "@lucide/icons/icons/video";
import VideoOff from "@lucide/icons/icons/video-off";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { BarButton } from "@/components/call/bar-button";
import { useEffectsOffer } from "@/components/call/effects/offer";
import { useBackgroundPreview } from "@/components/call/effects/use-background-preview";
import { usePrepared } from "@/components/call/effects/use-prepared";
import { LevelMeter } from "@/components/call/level-meter";
import type { Preview } from "@/components/call/use-preview";
import { useDeviceWords } from "@/components/call/words";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";

const PrejoinEffects = lazyPart(() => import("@/components/call/effects/prejoin-effects").then((module) => module.PrejoinEffects));

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
  const offer = useEffectsOffer();
  const prepared = usePrepared();
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const preview = useBackgroundPreview(camera.track, offer.backgrounds ? prepared.background : "none", prepared.ownVersion);
  const failures = [
    microphone.failure && `${words("microphone", microphone.failure)} ${t("joinWithout")}`,
    camera.failure && `${words("camera", camera.failure)} ${t("joinWithout")}`,
    preview.hasFailed && t("deviceFailure.camera.effect"),
  ].filter((text) => typeof text === "string");
  return (
    <div className="grid gap-3">
      <div className="picture grid place-items-center">
        {preview.track ? <Mirror track={preview.track} label={t("yourPicture")} /> : <Avatar identity={me.identity} name={me.name} size="xl" />}
        <p role="status" className="picture-note empty:hidden">
          {preview.isLoading && t("effectBegins")}
        </p>
        {me.name !== "" && (
          <span className="tile-name">
            <bdi>{me.name}</bdi>
          </span>
        )}
        <div className="absolute right-2 bottom-2 flex gap-2">
          <BarButton
            label={t(microphone.track ? "microphoneOff" : "microphoneOn")}
            icon={microphone.track ? <Icon of={Mic} size={20} /> : <Icon of={MicOff} size={20} />}
            look={microphone.track ? undefined : "off"}
            busy={microphone.isAsking}
            onClick={() => (microphone.track ? microphone.turnOff() : void microphone.turnOn())}
          />
          <BarButton
            label={t(camera.track ? "cameraOff" : "cameraOn")}
            icon={camera.track ? <Icon of={Video} size={20} /> : <Icon of={VideoOff} size={20} />}
            look={camera.track ? undefined : "off"}
            busy={camera.isAsking}
            onClick={() => (camera.track ? camera.turnOff() : void camera.turnOn())}
          />
          {(offer.backgrounds || offer.noise) && <BarButton label={t("effects")} icon={<Icon of={Sparkles} size={20} />} look={isOpen ? "on" : undefined} aria-expanded={isOpen} aria-controls={isOpen ? panelId : undefined} onPointerEnter={PrejoinEffects.warm} onFocus={PrejoinEffects.warm} onClick={() => setOpen(!isOpen)} />}
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
            {text}
          </p>
        ))}
      </div>
      {isOpen && <PrejoinEffects id={panelId} prepared={prepared} onMissing={() => setOpen(false)} onAgain={() => setOpen(true)} />}
    </div>
  );
}
