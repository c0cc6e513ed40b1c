import { useLocalParticipant, useLocalParticipantPermissions, useParticipantAttributes, useRoomInfo } from "@livekit/components-react";
import { useEffect, useState } from "react";
import { readCall } from "@/components/call/control";
import type { CallState, CallSwitches, MediaSource } from "@/lib/calls/contract";

const none: CallState["abilities"] = { moderate: false, mute: false, change: false, promote: false, show: false, capture: true, record: false };

/** What one may do to the call, by the server's word; asked again when one's role in it changes. */
export function useAbilities(slug: string): CallState["abilities"] {
  const { localParticipant } = useLocalParticipant();
  const { attributes } = useParticipantAttributes({ participant: localParticipant });
  const role = attributes?.role;
  const [abilities, setAbilities] = useState(none);
  useEffect(() => {
    const controller = new AbortController();
    void readCall(slug, controller.signal).then((found) => found && setAbilities(found.abilities));
    return () => controller.abort();
  }, [slug, role]);
  return abilities;
}

/** What the server tells everyone about the call. */
function useCallFacts(): { locked?: unknown; spotlight?: unknown; switches?: CallSwitches } {
  const { metadata } = useRoomInfo();
  try {
    return JSON.parse(metadata || "{}") as ReturnType<typeof useCallFacts>;
  } catch {
    return {};
  }
}

/** Whether the call takes only those who are inside. */
export function useIsLocked(): boolean {
  return useCallFacts().locked === true;
}

/** The room's switches as the call was told them last; null where it was not told yet. */
export function useSwitchesInCall(): CallSwitches | null {
  return useCallFacts().switches ?? null;
}

/** Whom a host put large on everybody's screen, by identity. */
export function useSpotlight(): string | null {
  const { spotlight } = useCallFacts();
  return typeof spotlight === "string" ? spotlight : null;
}

/** LiveKit's numbers of what can be sent. */
const trackSources: Record<MediaSource, number> = { camera: 1, microphone: 2, screen: 3 };

/** What one may send now. A control that will not work is not there. */
export function useMaySend(): Record<MediaSource, boolean> {
  const permissions = useLocalParticipantPermissions();
  const may = (source: MediaSource) => {
    if (!permissions) return true;
    const { canPublish, canPublishSources: sources } = permissions;
    return canPublish && (sources.length === 0 || sources.some((each) => Number(each) === trackSources[source]));
  };
  return { microphone: may("microphone"), camera: may("camera"), screen: may("screen") };
}
