import { useRoomInfo } from "@livekit/components-react";
import type { RecordingKind } from "@/lib/recordings/contract";

/** A recording or live stream that runs or starts, as everyone in the call is told; `asks`: people are asked whether they want to be in it, but for whoever began it. */
type CallCapture = { id: string; since: string; isStarting: boolean; asks: boolean; by: string | null };

/** What the server tells of it in the call's own description; null while nothing of its kind runs. */
export function useCapture(kind: RecordingKind): CallCapture | null {
  const { metadata } = useRoomInfo();
  try {
    const { [kind]: found } = JSON.parse(metadata || "{}") as Partial<Record<RecordingKind, Partial<CallCapture> & { starting?: boolean }>>;
    return found && typeof found.id === "string" && typeof found.since === "string" ? { id: found.id, since: found.since, isStarting: found.starting === true, asks: found.asks === true, by: typeof found.by === "string" ? found.by : null } : null;
  } catch {
    return null;
  }
}
