import { AudioStream, DisconnectReason, Room, RoomEvent, TrackKind, TrackSource, VideoBufferType, VideoStream, type RemoteParticipant, type RemoteTrack, type RemoteTrackPublication, type VideoFrame } from "@livekit/rtc-node";
import { handAttribute } from "@/lib/calls/constants";
import { parsePersonIdentity } from "@/lib/calls/contract";
import type { RecorderEnding } from "@/lib/platform/recorder/messages";
import { LipSync } from "@/server/recorder/lip-sync";
import { sampleRate } from "@/server/recorder/mixer";
import type { People, PictureSource } from "@/server/recorder/people";
import type { QuarterTurns } from "@/server/recorder/rotate";
import { Subscriptions } from "@/server/recorder/subscriptions";
import { askForQuality, readKeptBack } from "@/server/recorder/track-extras";

const connectMs = 15_000;
const leaveMs = 3_000;
const soundFrameMs = 20;
const repeatMs = 1_000;
const lipSyncMs = 2_000;

export type Heard = {
  /** Who is there, or what is to be seen of them, has changed. */
  onChange: () => void;
  /** @param lagMs how much later than this picture the voice of its person comes */
  onFrame: (sid: string, frame: VideoFrame, turns: QuarterTurns, lagMs: number) => void;
  onSound: (sid: string, samples: Int16Array) => void;
  onSoundEnd: (sid: string) => void;
  onSpeakers: (identities: string[]) => void;
  onEnd: (reason: RecorderEnding) => void;
};

type Read = { track: RemoteTrack; identity: string; source: TrackSource | undefined };
type PublishedPicture = { publication: RemoteTrackPublication; width: number };

/** Both end the call for everybody. */
const roomIsGone: readonly DisconnectReason[] = [DisconnectReason.ROOM_DELETED, DisconnectReason.ROOM_CLOSED];
const pictureSources = new Map<TrackSource | undefined, PictureSource>([[TrackSource.SOURCE_CAMERA, "camera"], [TrackSource.SOURCE_SCREENSHARE, "screen"]]);

/** Only people have tiles: another recorder, an agent or whatever else LiveKit knows has an identity of another form. */
const isPerson = ({ identity }: RemoteParticipant) => parsePersonIdentity(identity) !== null;

/**
 * A hidden participant that hears everybody, and sees those who have a tile. What is not shown is not sent, so that a
 * large room costs what its tiles cost.
 */
export class Listener {
  readonly #room = new Room();
  readonly #pictures = new Map<string, PublishedPicture>();
  readonly #subscriptions = new Subscriptions();
  readonly #reads = new Map<string, Read>();
  readonly #lipSyncs = new Map<string, LipSync>();
  #timers: NodeJS.Timeout[] = [];
  readonly #readers = new Map<string, ReadableStreamDefaultReader<unknown>>();
  #isLeaving = false;
  /** While the connection is lost and sought again, an empty room means nothing. */
  isReconnecting = false;

  constructor(private readonly people: People, private readonly isShowing: boolean, private readonly heard: Heard) {}

  /** @throws what LiveKit answers, or after fifteen seconds without an answer */
  async connect(url: string, token: string): Promise<void> {
    this.#listen();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("LiveKit did not answer in time")), connectMs);
    });
    try {
      await Promise.race([this.#room.connect(url, token, { autoSubscribe: false, dynacast: false }), tooLong]);
    } finally {
      clearTimeout(timer);
    }
    this.#timers = [setInterval(() => this.#subscriptions.repeat(performance.now()), repeatMs), setInterval(() => void this.#compareDelays(), lipSyncMs)];
    // Who came first has the first tile, in each recording.
    const cameAt = ({ info }: RemoteParticipant) => Number(info.joinedAt ?? 0);
    for (const participant of [...this.#room.remoteParticipants.values()].sort((a, b) => cameAt(a) - cameAt(b))) {
      this.#put(participant);
      for (const publication of participant.trackPublications.values()) this.#take(publication as RemoteTrackPublication, participant);
    }
    this.heard.onChange();
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    this.#timers.forEach(clearInterval);
    for (const sid of [...this.#readers.keys()]) this.#stopReading(sid);
    // While LiveKit itself is gone the library waits for its answer for ever.
    await Promise.race([this.#room.disconnect(), new Promise((resolve) => setTimeout(resolve, leaveMs))]);
  }

  /** Has exactly these pictures sent, each in a size that its tile needs. @param widths of the tiles, by the track's sid */
  show(widths: ReadonlyMap<string, number>): void {
    for (const [sid, entry] of this.#pictures) {
      const width = widths.get(sid) ?? 0;
      this.#subscriptions.want(sid, width > 0, performance.now());
      if (width === 0 || width === entry.width) continue;
      entry.width = width;
      if (entry.publication.simulcasted) askForQuality(entry.publication, width);
    }
  }

  #listen(): void {
    const room = this.#room;
    const tell = <T extends unknown[]>(act: (...args: T) => void) => (...args: T) => {
      act(...args);
      this.heard.onChange();
    };
    room.on(RoomEvent.ParticipantConnected, tell((participant) => this.#put(participant)));
    room.on(RoomEvent.ParticipantDisconnected, tell((participant) => this.#remove(participant)));
    room.on(RoomEvent.ParticipantNameChanged, tell((_, participant) => this.#put(participant as RemoteParticipant)));
    room.on(RoomEvent.ParticipantAttributesChanged, tell((_, participant) => this.#put(participant as RemoteParticipant)));
    room.on(RoomEvent.TrackPublished, tell((publication, participant) => this.#take(publication, participant)));
    room.on(RoomEvent.TrackUnpublished, tell((publication, participant) => this.#drop(publication.sid, participant.identity)));
    room.on(RoomEvent.TrackMuted, tell((publication, { identity }) => this.people.mute(identity, publication.sid ?? "", true)));
    room.on(RoomEvent.TrackUnmuted, tell((publication, { identity }) => this.people.mute(identity, publication.sid ?? "", false)));
    room.on(RoomEvent.TrackSubscribed, (track, publication, { identity }) => this.#read(track, publication, identity));
    room.on(RoomEvent.TrackUnsubscribed, (_, publication) => this.#stopReading(publication.sid ?? ""));
    room.on(RoomEvent.ActiveSpeakersChanged, (speakers) => this.heard.onSpeakers(speakers.map(({ identity }) => identity)));
    room.on(RoomEvent.Reconnecting, () => (this.isReconnecting = true));
    room.on(RoomEvent.Reconnected, () => (this.isReconnecting = false));
    room.on(RoomEvent.Disconnected, (reason) => {
      if (!this.#isLeaving) this.heard.onEnd(roomIsGone.includes(reason) ? "room_ended" : "connection_lost");
    });
  }

  #put(participant: RemoteParticipant): void {
    // The recorder's own name or attributes may change, too.
    if (!isPerson(participant) || participant.identity === this.#room.localParticipant?.identity) return;
    const { identity, name, attributes } = participant;
    this.people.put(identity, { name: name || identity, isHandRaised: Boolean(attributes[handAttribute]) });
  }

  #remove(participant: RemoteParticipant): void {
    for (const sid of participant.trackPublications.keys()) this.#drop(sid, participant.identity);
    this.people.remove(participant.identity);
    this.#lipSyncs.delete(participant.identity);
  }

  #take(publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    const sid = publication.sid ?? "";
    if (publication.kind === TrackKind.KIND_AUDIO) {
      if (publication.source === TrackSource.SOURCE_MICROPHONE) this.people.putVoice(participant.identity, sid, publication.muted ?? false);
      this.#subscriptions.add(sid, publication);
      this.#subscriptions.want(sid, true, performance.now());
      return;
    }
    const source = pictureSources.get(publication.source);
    if (!source || !this.isShowing || !isPerson(participant)) return;
    this.#subscriptions.add(sid, publication);
    this.#pictures.set(sid, { publication, width: 0 });
    this.people.putSight(participant.identity, source, sid, publication.muted ?? false);
  }

  #drop(sid: string | undefined, identity: string): void {
    if (!sid) return;
    this.#stopReading(sid);
    this.#pictures.delete(sid);
    this.#subscriptions.remove(sid);
    this.people.dropTrack(identity, sid);
  }

  #read(track: RemoteTrack, publication: RemoteTrackPublication, identity: string): void {
    const sid = publication.sid ?? "";
    this.#stopReading(sid);
    // What was asked for before the track came is forgotten.
    const { width = 0 } = this.#pictures.get(sid) ?? {};
    if (publication.simulcasted && width > 0) askForQuality(publication, width);
    this.#reads.set(sid, { track, identity, source: publication.source });
    const reading = track.kind === TrackKind.KIND_VIDEO ? this.#readPicture(sid, track, identity) : this.#readSound(sid, track);
    reading.catch((error: unknown) => console.error("a track could not be read:", error));
  }

  async #readPicture(sid: string, track: RemoteTrack, identity: string): Promise<void> {
    const reader = new VideoStream(track).getReader();
    this.#readers.set(sid, reader);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { frame, rotation } = next.value;
      this.heard.onFrame(sid, frame.type === VideoBufferType.I420 ? frame : frame.convert(VideoBufferType.I420), rotation as number as QuarterTurns, this.#lipSyncs.get(identity)?.lagMs ?? 0);
    }
  }

  async #readSound(sid: string, track: RemoteTrack): Promise<void> {
    const reader = new AudioStream(track, { sampleRate, numChannels: 1, frameSizeMs: soundFrameMs }).getReader();
    this.#readers.set(sid, reader);
    for (let next = await reader.read(); !next.done; next = await reader.read()) this.heard.onSound(sid, next.value.data);
    this.heard.onSoundEnd(sid);
  }

  /** Looks how long each voice and its picture are kept back before they come here. */
  async #compareDelays(): Promise<void> {
    const reads = [...this.#reads.values()];
    for (const { identity, track } of reads.filter(({ source }) => source === TrackSource.SOURCE_CAMERA)) {
      const voice = reads.find((read) => read.identity === identity && read.source === TrackSource.SOURCE_MICROPHONE);
      if (!voice) continue;
      const sync = this.#lipSyncs.get(identity) ?? new LipSync();
      this.#lipSyncs.set(identity, sync);
      sync.note(...(await Promise.all([readKeptBack(voice.track), readKeptBack(track)])));
    }
  }

  /** A stream of pictures does not end when its track does: left alone, it would be kept for ever. */
  #stopReading(sid: string): void {
    const reader = this.#readers.get(sid);
    this.#readers.delete(sid);
    this.#reads.delete(sid);
    reader?.cancel().catch(() => {});
  }
}
