import { RoomEvent, type Participant, type Room, type TextStreamReader, type TranscriptionSegment } from "livekit-client";
import type { Heard } from "@/components/call/captions/lines";
import { isMachine, watchParts } from "@/components/call/captions/parts";
import { settings } from "@/lib/core/settings";

/** The topic under which captions go through a call: LiveKit's own, so that any program that writes them is heard. */
export const captionTopic = "lk.transcription";
/** LiveKit's own attributes of a caption. Whoever sends it writes them: none of them says whose words they are, but an agent's. */
export const segmentAttribute = "lk.segment_id";
export const finalAttribute = "lk.transcription_final";
const trackAttribute = "lk.transcribed_track_id";

const everyone = (room: Room): Participant[] => [room.localParticipant, ...room.remoteParticipants.values()];

/**
 * Whose words they are. LiveKit vouches for the sender; an agent may send in the name of somebody else, by LiveKit's own
 * rule, or name the track that it listened to. What anybody else says about it counts for nothing. Null for nobody known.
 */
export function speakerOf(room: Room, sender: string, attributes: Record<string, string>): Participant | null {
  const from = everyone(room).find(({ identity }) => identity === sender) ?? null;
  const track = attributes[trackAttribute];
  if (track === undefined || !isMachine(room, sender)) return from;
  return everyone(room).find(({ trackPublications }) => trackPublications.has(track)) ?? from;
}

/** Hears captions, whoever writes them, until it is ended: LiveKit's text streams, and its older messages, which only agents may send. */
export function hearCaptions(room: Room, onHeard: (heard: Heard) => void): () => void {
  const parts = watchParts(room, captionTopic);
  let orders = 0;
  const read = async (reader: TextStreamReader, sender: string, order: number) => {
    const { id } = reader.info;
    const attributes = () => reader.info.attributes ?? {};
    const tell = (text: string, isFinal: boolean) => {
      const speaker = parts.isForeign(id) ? null : speakerOf(room, sender, attributes());
      if (speaker) onHeard({ identity: speaker.identity, name: speaker.name ?? "", segment: attributes()[segmentAttribute] ?? id, text: text.slice(0, settings.captionMaxLength), isFinal, order });
    };
    let text = "";
    try {
      for await (const part of reader) {
        if (text.length < settings.captionMaxLength) text += part;
        tell(text, false);
      }
      // What ends a stream may say more than what began it.
      tell(text, attributes()[finalAttribute] !== "false");
    } finally {
      parts.forget(id);
    }
  };
  // A stream that breaks off is a sentence that stays as it was.
  room.registerTextStreamHandler(captionTopic, (reader, { identity }) => void read(reader, identity, (orders += 1)).catch(() => undefined));
  const older = (segments: TranscriptionSegment[], speaker?: Participant) => {
    orders += 1;
    for (const { id, text, final } of segments) if (speaker) onHeard({ identity: speaker.identity, name: speaker.name ?? "", segment: id, text: text.slice(0, settings.captionMaxLength), isFinal: final, order: orders });
  };
  room.on(RoomEvent.TranscriptionReceived, older);
  return () => {
    room.unregisterTextStreamHandler(captionTopic);
    room.off(RoomEvent.TranscriptionReceived, older);
    parts.stop();
  };
}
