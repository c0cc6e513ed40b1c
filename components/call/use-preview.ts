"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { readChoices, rememberChoices } from "@/components/call/choices";
import { failureOf, isAllowedAlready, openDevice, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";

export type Preview = {
  track: MediaStreamTrack | null;
  isAsking: boolean;
  failure: DeviceFailure | null;
  deviceId: string | undefined;
  turnOn: () => Promise<void>;
  turnOff: () => void;
  choose: (deviceId: string) => Promise<void>;
  /** Lets go of the device without forgetting that it was on. */
  release: () => void;
};

const idKey = { microphone: "microphoneId", camera: "cameraId" } as const;

/** One device before the call: asked for when the person turns it on, or when it was on before and is allowed already. */
export function usePreview(kind: DeviceKind): Preview {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<DeviceFailure | null>(null);
  const [deviceId, setDeviceId] = useState<string>();
  const held = useRef<MediaStreamTrack | null>(null);
  /** Grows with each wish: an answer to an older one is let go. */
  const wish = useRef(0);

  const release = useCallback(() => {
    wish.current += 1;
    held.current?.stop();
    held.current = null;
    setTrack(null);
    setAsking(false);
  }, []);

  const open = useCallback(
    async (id: string | undefined) => {
      release();
      const mine = wish.current;
      setFailure(null);
      setAsking(true);
      try {
        const opened = await openDevice(kind, id);
        if (wish.current !== mine) return opened.stop();
        held.current = opened;
        opened.addEventListener("ended", () => {
          if (held.current !== opened) return;
          release();
          setFailure("missing");
        });
        setTrack(opened);
        setDeviceId(opened.getSettings().deviceId ?? id);
      } catch (error) {
        if (wish.current === mine) setFailure(failureOf(error));
      }
      if (wish.current === mine) setAsking(false);
    },
    [kind, release],
  );

  useEffect(() => {
    const choices = readChoices();
    const mine = wish.current;
    const resume = async () => {
      if ((await isAllowedAlready(kind)) && wish.current === mine) await open(choices[idKey[kind]]);
    };
    if (choices[kind]) void resume();
    return release;
  }, [kind, open, release]);

  return {
    track,
    isAsking,
    failure,
    deviceId,
    release,
    turnOn: async () => {
      rememberChoices({ [kind]: true });
      await open(deviceId ?? readChoices()[idKey[kind]]);
    },
    turnOff: () => {
      rememberChoices({ [kind]: false });
      setFailure(null);
      release();
    },
    choose: async (id) => {
      rememberChoices({ [idKey[kind]]: id });
      setDeviceId(id);
      if (track) await open(id);
    },
  };
}

const deviceKinds = { microphone: "audioinput", camera: "videoinput", speaker: "audiooutput" } as const;

/** The devices of a kind; browsers name them only after one was allowed, which `refresh` (any value that changes then) tells. */
export function useDevices(kind: keyof typeof deviceKinds, refresh: unknown): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const source = navigator.mediaDevices as MediaDevices | undefined;
    if (!source) return;
    const list = async () => {
      const all = await source.enumerateDevices();
      setDevices(all.filter((each) => each.kind === deviceKinds[kind] && each.label !== ""));
    };
    const update = () => void list().catch(() => setDevices([]));
    update();
    source.addEventListener("devicechange", update);
    return () => source.removeEventListener("devicechange", update);
  }, [kind, refresh]);
  return devices;
}
