import { EngineEvent, type Room } from "livekit-client";

type Packet = { participantIdentity: string; value: { case?: string; value?: unknown } };
type Part = { streamId?: string; topic?: string };

/**
 * Whether a machine of the installation sent it: an agent, by LiveKit's own mark, or one that is hidden, whose packets
 * have no sender's name. Keys of people grant neither.
 */
export function isMachine(room: Room, sender: string): boolean {
  return sender === "" || room.remoteParticipants.get(sender)?.isAgent === true;
}

/**
 * Notes which text streams of a topic somebody else wrote into. LiveKit vouches for who opened a stream and for who sent
 * each part of it, but the client puts parts together by the stream's id alone, which everyone in the call has seen: a
 * second person could put words into an open sentence of the first. Agents are the exception that LiveKit makes itself:
 * they open streams in the name of others, and send the parts under their own.
 */
export function watchParts(room: Room, topic: string): { isForeign: (streamId: string) => boolean; forget: (streamId: string) => void; stop: () => void } {
  const { engine } = room;
  const owners = new Map<string, string>();
  const foreign = new Set<string>();
  const look = ({ participantIdentity: sender, value: { case: kind, value } }: Packet) => {
    const { streamId, topic: of } = (value ?? {}) as Part;
    if (!streamId) return;
    const owner = owners.get(streamId);
    if (kind === "streamHeader" && of === topic && owner === undefined) owners.set(streamId, sender);
    if (owner === undefined || owner === sender || isMachine(room, sender)) return;
    foreign.add(streamId);
  };
  engine.on(EngineEvent.DataPacketReceived, look);
  return {
    isForeign: (streamId) => foreign.has(streamId),
    forget: (streamId) => {
      owners.delete(streamId);
      foreign.delete(streamId);
    },
    stop: () => void engine.off(EngineEvent.DataPacketReceived, look),
  };
}
