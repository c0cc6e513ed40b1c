import { useRoomInfo } from "@livekit/components-react";
import type { RecordingKind } from "@/lib/recordings/contract";

/** A recording or live stream that runs, as everyone in the call is told; `asks`: people are asked whether they want to be in it. */
type CallCapture = { id: string; since: string; asks: boolean };

/** What the server tells of it in the call's own description; null while nothing of its kind runs. */
export function useCapture(kind: RecordingKind): CallCapture | null {
  const { metadata } = useRoomInfo();
  try {
    const { [kind]: found } = JSON.parse(metadata || "{}") as Partial<Record<RecordingKind, Partial<CallCapture>>>;
    return found && typeof found.id === "string" && typeof found.since === "string" ? { id: found.id, since: found.since, asks: found.asks === true } : null;
  } catch {
    return null;
  }
}
