import { useSpeakingParticipants, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { useState } from "react";
import { othersOnAPage, seatPeople, type Seat } from "@/components/call/seats";

/** Whoever speaks at this moment was heard later than everyone who does not. */
function seatOf({ participant }: TrackReferenceOrPlaceholder): Seat {
  const heardAt = participant.isSpeaking ? Number.MAX_SAFE_INTEGER : (participant.lastSpokeAt?.getTime() ?? 0);
  return { identity: participant.identity, joinedAt: participant.joinedAt?.getTime() ?? 0, spokeAt: heardAt };
}

/** Everyone in the order of their seats, oneself last. `capacity` of them are seen at a time. */
export function useSeated(people: TrackReferenceOrPlaceholder[], capacity: number): TrackReferenceOrPlaceholder[] {
  // Seats change with who speaks.
  useSpeakingParticipants();
  const [order, setOrder] = useState<string[]>([]);
  const others = people.filter(({ participant }) => !participant.isLocal);
  const own = people.filter(({ participant }) => participant.isLocal);
  const next = seatPeople(order, others.map(seatOf), othersOnAPage(capacity, own.length > 0));
  if (next.length !== order.length || next.some((identity, index) => identity !== order[index])) setOrder(next);
  return [...next.flatMap((identity) => others.filter((each) => each.participant.identity === identity)), ...own];
}

/** Whoever of the others spoke last stays large until somebody else speaks. */
export function useLastSpeaker(): string | null {
  const speaking = useSpeakingParticipants().find((each) => !each.isLocal)?.identity;
  const [last, setLast] = useState<string | null>(null);
  if (speaking !== undefined && speaking !== last) setLast(speaking);
  return last;
}
