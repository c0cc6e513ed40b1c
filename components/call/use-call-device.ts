import { useMediaDeviceSelect } from "@livekit/components-react";
import { rememberChoices } from "@/components/call/choices";

const idKey = { audioinput: "microphoneId", videoinput: "cameraId", audiooutput: "speakerId" } as const;
export type CallDeviceKind = keyof typeof idKey;
/** The devices of a call, in the order of the settings. */
export const callDeviceKinds = ["audioinput", "videoinput", "audiooutput"] as const satisfies readonly CallDeviceKind[];

/** The devices of a kind that have a name (browsers tell it once one was allowed), and which is used. A choice is in force at once and remembered. */
export function useCallDevice(kind: CallDeviceKind): { devices: MediaDeviceInfo[]; activeId: string; choose: (deviceId: string) => Promise<void> } {
  const { devices, activeDeviceId, setActiveMediaDevice } = useMediaDeviceSelect({ kind });
  const choose = async (deviceId: string) => {
    await setActiveMediaDevice(deviceId);
    rememberChoices({ [idKey[kind]]: deviceId });
  };
  return { devices: devices.filter((each) => each.label !== ""), activeId: activeDeviceId, choose };
}
