import { useLocalParticipant, useLocalParticipantPermissions, useParticipantAttributes, useRoomInfo } from "@livekit/components-react";
import { useEffect, useState } from "react";
import { readAbilities } from "@/components/call/control";
import type { CallState, MediaSource } from "@/lib/calls/contract";

const none: CallState["abilities"] = { moderate: false, mute: false };

/** What one may do to the call, by the server's word; asked again when one's role in it changes. */
export function useAbilities(slug: string): CallState["abilities"] {
  const { localParticipant } = useLocalParticipant();
  const { attributes } = useParticipantAttributes({ participant: localParticipant });
  const role = attributes?.role;
  const [abilities, setAbilities] = useState(none);
  useEffect(() => {
    const controller = new AbortController();
    void readAbilities(slug, controller.signal).then((found) => found && setAbilities(found));
    return () => controller.abort();
  }, [slug, role]);
  return abilities;
}

/** Whether the call takes only those who are inside: the server tells everyone in it. */
export function useIsLocked(): boolean {
  const { metadata } = useRoomInfo();
  try {
    return (JSON.parse(metadata || "{}") as { locked?: unknown }).locked === true;
  } catch {
    return false;
  }
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
