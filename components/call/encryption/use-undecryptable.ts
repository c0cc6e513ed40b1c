import { useRoomContext } from "@livekit/components-react";
import { RoomEvent, type Participant, type RemoteTrack, type Room } from "livekit-client";
import { createContext, useContext, useEffect, useState } from "react";

const lookMs = 2000;
/** So much that is decoded between two looks is no accident. */
const enoughFrames = 3;
const enoughSamples = 12_000;

type Decoded = { frames: number; samples: number };

/** What of a person's sound and pictures was really decoded so far. */
async function decodedFrom(person: Participant): Promise<Decoded> {
  const sum = { frames: 0, samples: 0 };
  for (const { track } of person.trackPublications.values()) {
    const reports = await (track as RemoteTrack | undefined)?.receiver?.getStats();
    for (const report of (reports?.values() ?? []) as Iterable<Record<string, unknown>>) {
      if (report.type !== "inbound-rtp") continue;
      sum.frames += Number(report.framesDecoded ?? 0);
      sum.samples += Number(report.totalSamplesReceived ?? 0) - Number(report.concealedSamples ?? 0);
    }
  }
  return sum;
}

/**
 * Notes who cannot be decrypted, and tells it. LiveKit's client says when decrypting fails, but not when it works again,
 * and it says it a few times a minute only: so what is decoded ends it.
 * @returns what ends it
 */
function watchDecryption(room: Room, tell: (identities: ReadonlySet<string>) => void): () => void {
  const failing = new Map<string, Decoded>();
  const say = () => tell(new Set(failing.keys()));
  const fail = (_error: Error, person?: Participant) => {
    if (!person || person.isLocal || failing.has(person.identity)) return;
    failing.set(person.identity, { frames: Infinity, samples: Infinity });
    say();
  };
  const forget = (person: Participant) => {
    if (failing.delete(person.identity)) say();
  };
  const look = async () => {
    for (const [identity, before] of [...failing]) {
      const person = room.getParticipantByIdentity(identity);
      if (!person) continue;
      const now = await decodedFrom(person);
      if (now.frames - before.frames > enoughFrames || now.samples - before.samples > enoughSamples) forget(person);
      else if (failing.has(identity)) failing.set(identity, now);
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookMs);
  room.on(RoomEvent.EncryptionError, fail).on(RoomEvent.ParticipantDisconnected, forget);
  return () => {
    clearInterval(timer);
    room.off(RoomEvent.EncryptionError, fail).off(RoomEvent.ParticipantDisconnected, forget);
  };
}

const nobody: ReadonlySet<string> = new Set();

/** Who in the call cannot be decrypted with this person's passphrase, by identity. Nobody where nothing is encrypted. */
export const UndecryptableContext = createContext(nobody);

export function useUndecryptable(): ReadonlySet<string> {
  return useContext(UndecryptableContext);
}

/** The same, watched anew; for the one place that tells all others. */
export function useDecryption(isOn: boolean): ReadonlySet<string> {
  const room = useRoomContext();
  const [identities, setIdentities] = useState(nobody);
  useEffect(() => (isOn ? watchDecryption(room, setIdentities) : undefined), [room, isOn]);
  return identities;
}
