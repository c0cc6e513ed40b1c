import { useEffect, useRef, useState } from "react";
import { BackgroundEffect } from "@/components/call/effects/background-effect";
import { lookOf, type Background } from "@/components/call/effects/kinds";

type Shown = { of: MediaStreamTrack; track: MediaStreamTrack };

/**
 * One's own picture as others would see it. Until the effect has begun, which takes a second or two the first time, it is
 * the camera's own picture: nobody else sees it here.
 */
export function useBackgroundPreview(camera: MediaStreamTrack | null, background: Background, ownVersion: number): { track: MediaStreamTrack | null; isLoading: boolean; hasFailed: boolean } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [failed, setFailed] = useState<{ of: MediaStreamTrack; background: Background } | null>(null);
  const effect = useRef<BackgroundEffect | null>(null);
  const wanted = useRef({ background, ownVersion });
  const isOn = background !== "none";

  useEffect(() => {
    wanted.current = { background, ownVersion };
    if (background === "none" || !camera) return;
    let isOld = false;
    effect.current?.change(lookOf(background, ownVersion)).catch(() => !isOld && setFailed({ of: camera, background }));
    return () => {
      isOld = true;
    };
  }, [background, ownVersion, camera]);

  useEffect(() => {
    const { background: first, ownVersion: version } = wanted.current;
    if (!camera || !isOn || first === "none") return;
    let isGone = false;
    const own = new BackgroundEffect(lookOf(first, version), () => undefined);
    effect.current = own;
    // An effect that fails stops what it was given: the camera itself goes on.
    const source = camera.clone();
    const element = document.createElement("video");
    element.muted = true;
    element.srcObject = new MediaStream([source]);
    const begin = async () => {
      // To look at oneself a small picture is enough, and the page stays quick.
      await source.applyConstraints({ width: 640, height: 360, frameRate: 15 }).catch(() => undefined);
      await element.play().catch(() => undefined);
      await own.init({ track: source, element });
    };
    begin().then(
      () => !isGone && own.processedTrack && setShown({ of: camera, track: own.processedTrack }),
      () => !isGone && setFailed({ of: camera, background: wanted.current.background }),
    );
    return () => {
      isGone = true;
      effect.current = null;
      void own.destroy().finally(() => {
        source.stop();
        element.srcObject = null;
      });
    };
  }, [camera, isOn]);

  const hasFailed = isOn && failed !== null && failed.of === camera && failed.background === background;
  const isReady = isOn && shown !== null && shown.of === camera;
  return { track: isReady ? shown.track : camera, isLoading: camera !== null && isOn && !isReady && !hasFailed, hasFailed };
}
