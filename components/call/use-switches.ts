import { useLocalParticipant } from "@livekit/components-react";
import { useState } from "react";
import { rememberChoices } from "@/components/call/choices";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";

/** Runs one device switch at a time, and tells what failed. */
export function useSwitches(onFailure: (kind: DeviceKind, failure: DeviceFailure) => void) {
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
  const setMicrophone = (on: boolean) => device("microphone", on, () => localParticipant.setMicrophoneEnabled(on));
  return {
    busy,
    isMicrophoneEnabled,
    isCameraEnabled,
    isScreenShareEnabled,
    setMicrophone,
    toggleMicrophone: () => setMicrophone(!isMicrophoneEnabled),
    toggleCamera: () => device("camera", !isCameraEnabled, () => localParticipant.setCameraEnabled(!isCameraEnabled)),
    // Closing the browser's own picker is no failure.
    toggleScreen: () => run("screen", () => localParticipant.setScreenShareEnabled(!isScreenShareEnabled, { audio: true, contentHint: "detail" }), () => undefined),
  };
}
