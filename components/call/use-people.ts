import { useParticipants, useRemoteParticipants } from "@livekit/components-react";
import type { LocalParticipant, Participant, RemoteParticipant } from "livekit-client";

/** Agents (transcribers, for one) are in the call as LiveKit sees it, but they are nobody's company. LiveKit itself says who is one: keys of people do not grant it. */
export const isPerson = ({ isAgent }: Pick<Participant, "isAgent">) => !isAgent;

/** The people in the call, oneself first. */
export function usePeople(): (LocalParticipant | RemoteParticipant)[] {
  return useParticipants().filter(isPerson);
}

/** The others in the call. */
export function useOthers(): RemoteParticipant[] {
  return useRemoteParticipants().filter(isPerson);
}
