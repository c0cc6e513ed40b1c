import { useRoomContext } from "@livekit/components-react";
import { RoomEvent, type Participant, type Room } from "livekit-client";
import { useEffect, useState } from "react";
import { handAttribute } from "@/lib/calls/constants";

const raisedAt = (person: Participant) => person.attributes[handAttribute] ?? "";

function handsIn(room: Room): Participant[] {
  const people: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()];
  return people.filter((person) => raisedAt(person) !== "").sort((a, b) => (raisedAt(a) < raisedAt(b) ? -1 : 1));
}

/** Who has a hand up, the first one first: the server says since when. */
export function useHands(): Participant[] {
  const room = useRoomContext();
  const [hands, setHands] = useState(() => handsIn(room));
  useEffect(() => {
    const look = () => setHands(handsIn(room));
    const events = [RoomEvent.ParticipantAttributesChanged, RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.Reconnected] as const;
    for (const event of events) room.on(event, look);
    return () => {
      for (const event of events) room.off(event, look);
    };
  }, [room]);
  return hands;
}

/** The place of a person's hand among those that are up, from 1; null while it is down. */
export function placeOfHand(hands: readonly Participant[], { identity }: Participant): number | null {
  const place = hands.findIndex((each) => each.identity === identity);
  return place === -1 ? null : place + 1;
}
