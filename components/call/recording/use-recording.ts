import { useRoomInfo } from "@livekit/components-react";

/** The recording that runs, as everyone in the call is told; `asks`: people are asked whether they want to be in it. */
export type CallRecording = { id: string; since: string; asks: boolean };

/** What the server tells of it in the call's own description; null while nothing is recorded. */
export function useRecording(): CallRecording | null {
  const { metadata } = useRoomInfo();
  try {
    const { recording } = JSON.parse(metadata || "{}") as { recording?: Partial<CallRecording> };
    return recording && typeof recording.id === "string" && typeof recording.since === "string" ? { id: recording.id, since: recording.since, asks: recording.asks === true } : null;
  } catch {
    return null;
  }
}
