import { ConnectionError, ConnectionErrorReason, DisconnectReason, LogLevel, Room, setLogLevel, type RoomOptions } from "livekit-client";
import { readChoices, trafficOf, type Choices } from "@/components/call/choices";
import { effectsOf } from "@/components/call/effects/call-effects";
import type { Ending } from "@/components/call/ending";
import type { JoinProblem } from "@/components/call/join";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { resolutionOf } from "@/components/call/traffic";
import type { JoinToken } from "@/lib/calls/contract";

/** Enters the call. Pictures are fetched as large as they are shown, and sent only while somebody looks; with a passphrase nothing is sent that it does not encrypt. @throws ConnectionError */
export async function connectCall({ url, token }: JoinToken, { microphoneId, cameraId, speakerId }: Choices, passphrase: string | null): Promise<Room> {
  setLogLevel(LogLevel.warn);
  const make = (encryption?: RoomOptions["encryption"]) =>
    new Room({
      encryption,
      adaptiveStream: true,
      dynacast: true,
      publishDefaults: { simulcast: true },
      audioCaptureDefaults: { deviceId: microphoneId, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      videoCaptureDefaults: { deviceId: cameraId, resolution: resolutionOf(trafficOf(readChoices()).send) },
      audioOutput: { deviceId: speakerId },
    });
  const room = passphrase === null ? make() : await (await import("@/components/call/encryption/encrypt")).makeEncryptedRoom(passphrase, make);
  effectsOf(room);
  await room.connect(url, token);
  return room;
}

/** Turns on what was on before joining. A device that fails costs only itself. */
export async function startDevices(room: Room, choices: Choices, onFailure: (kind: DeviceKind, failure: DeviceFailure) => void): Promise<void> {
  const start = async (kind: DeviceKind, run: () => Promise<unknown>) => {
    try {
      if (choices[kind]) await run();
    } catch (error) {
      onFailure(kind, failureOf(error));
    }
  };
  await Promise.all([
    start("microphone", () => room.localParticipant.setMicrophoneEnabled(true)),
    start("camera", () => room.localParticipant.setCameraEnabled(true)),
  ]);
}

/** Why entering failed, from what `connectCall` threw. */
export function joinProblemOf(error: unknown): JoinProblem {
  return error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed ? "forbidden" : "upstream_failed";
}

/** What the end of a connection means to the person; null for one that they ended themselves. */
export function endingOf(reason: DisconnectReason | undefined): Ending | null {
  if (reason === DisconnectReason.CLIENT_INITIATED) return null;
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) return "elsewhere";
  if (reason === DisconnectReason.PARTICIPANT_REMOVED) return "removed";
  if (reason === DisconnectReason.ROOM_DELETED || reason === DisconnectReason.ROOM_CLOSED) return "over";
  return "lost";
}
