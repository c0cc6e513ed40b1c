import { DataPacket_Kind, ServerError, type ParticipantInfo, type Room } from "livekit-server-sdk";
import { callSignalTopic } from "@/lib/calls/constants";
import type { CallSignal, MediaSource } from "@/lib/calls/contract";
import { AppError } from "@/lib/core/errors";
import { roomCreator, roomService } from "@/lib/platform/livekit/client";
import { permissionOf, sourceOfTrack, sourcesIn } from "@/lib/platform/livekit/permissions";

/**
 * A room that LiveKit holds. `sid` names this incarnation: a restarted server gives the same name another one. How many
 * are inside is not taken from it: LiveKit counts every five seconds, and says nobody of a room that people just entered.
 */
export type LivekitRoom = { name: string; sid: string; metadata: string };
/** Somebody in it. Recorders are hidden: present, but no person. `sid` names this connection of theirs. */
export type LivekitParticipant = {
  identity: string;
  sid: string;
  name: string;
  isHidden: boolean;
  joinedAt: Date;
  attributes: Record<string, string>;
  /** What they may send. */
  sources: MediaSource[];
  tracks: { sid: string; source: MediaSource; isMuted: boolean }[];
};
/** What the server says about a person in a call. Attributes that are not named stay. */
export type ParticipantChange = { name: string; attributes: Record<string, string>; sources: readonly MediaSource[] };

/** What the product asks of LiveKit. Each call ends within the client's timeout and throws `upstream_failed` when LiveKit is away. */
export type LivekitApi = {
  /** Makes the room, or answers the one that is there, or was a moment ago: whoever connects finds out. */
  createRoom(name: string): Promise<LivekitRoom>;
  /** Ends the room for everyone in it; a room that is gone is fine. */
  deleteRoom(name: string): Promise<void>;
  /** All rooms, or those of the given names. */
  listRooms(names?: string[]): Promise<LivekitRoom[]>;
  /** Everyone in the room; nobody where there is no such room. */
  listParticipants(room: string): Promise<LivekitParticipant[]>;
  /** Ends one person's place; one who has left is fine. Their token stays good: the signalling gate must refuse it. */
  removeParticipant(room: string, identity: string): Promise<void>;
  /** Changes what a person is and may do in the call, as a whole; one who has left is fine. */
  updateParticipant(room: string, identity: string, change: ParticipantChange): Promise<void>;
  /** What everyone in the room is told about it; a room that is gone is fine. */
  describeRoom(room: string, metadata: string): Promise<void>;
  /** Silences one track; its owner may turn it on again. A track that is gone is fine. */
  muteTrack(room: string, identity: string, trackSid: string): Promise<void>;
  /** Tells everyone in the room, or one person, something that is over when it was said; nobody there is fine. */
  signal(room: string, identity: string | null, signal: CallSignal): Promise<void>;
};

function away(cause: unknown): AppError {
  return new AppError("upstream_failed", { detail: "Calls are not available right now. Please try again in a moment.", cause });
}

function isGone(error: unknown): boolean {
  return error instanceof ServerError && error.status === 404;
}

/** Runs a call to LiveKit; `ifGone` is the answer where what it names does not exist. */
async function ask<T>(call: () => Promise<T>, ifGone?: () => T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (ifGone && isGone(error)) return ifGone();
    throw away(error);
  }
}

const toRoom = (room: Room): LivekitRoom => ({ name: room.name, sid: room.sid, metadata: room.metadata });
const toParticipant = (participant: ParticipantInfo): LivekitParticipant => ({
  identity: participant.identity,
  name: participant.name,
  sid: participant.sid,
  isHidden: participant.permission?.hidden ?? false,
  joinedAt: joinedAtOf(participant),
  attributes: participant.attributes,
  sources: sourcesIn(participant.permission),
  tracks: participant.tracks.flatMap(({ sid, source: of, muted }) => {
    const source = sourceOfTrack(of);
    return source ? [{ sid, source, isMuted: muted }] : [];
  }),
});

/** When somebody came in; LiveKit counts in seconds, and newer versions in milliseconds besides. */
export function joinedAtOf({ joinedAt, joinedAtMs }: Pick<ParticipantInfo, "joinedAt" | "joinedAtMs">): Date {
  return new Date(joinedAtMs > 0n ? Number(joinedAtMs) : Number(joinedAt) * 1000);
}

/** Within this LiveKit is asked once for all who come to a room: a meeting's people come at the same moment. */
const openedMs = 1000;
const opened = new Map<string, { at: number; room: Promise<LivekitRoom> }>();

function openRoom(name: string): Promise<LivekitRoom> {
  const now = Date.now();
  for (const [known, { at }] of opened) {
    // In the order of their age.
    if (now - at < openedMs) break;
    opened.delete(known);
  }
  const recent = opened.get(name);
  if (recent) return recent.room;
  const room = ask(async () => toRoom(await (await roomCreator()).createRoom({ name })));
  opened.set(name, { at: now, room });
  room.catch(() => opened.delete(name));
  return room;
}

const realApi: LivekitApi = {
  createRoom: openRoom,
  deleteRoom: (name) => {
    opened.delete(name);
    return ask(() => roomService().deleteRoom(name), () => undefined);
  },
  listRooms: (names) => ask(async () => (await roomService().listRooms(names)).map(toRoom)),
  listParticipants: (room) => ask(async () => (await roomService().listParticipants(room)).map(toParticipant), () => []),
  removeParticipant: (room, identity) => ask(() => roomService().removeParticipant(room, identity), () => undefined),
  updateParticipant: (room, identity, { name, attributes, sources }) =>
    ask(async () => void (await roomService().updateParticipant(room, identity, { name, attributes, permission: permissionOf(sources) })), () => undefined),
  describeRoom: (room, metadata) => ask(async () => void (await roomService().updateRoomMetadata(room, metadata)), () => undefined),
  muteTrack: (room, identity, trackSid) => ask(async () => void (await roomService().mutePublishedTrack(room, identity, trackSid, true)), () => undefined),
  signal: (room, identity, signal) =>
    ask(
      () => roomService().sendData(room, new TextEncoder().encode(JSON.stringify(signal)), DataPacket_Kind.RELIABLE, { topic: callSignalTopic, destinationIdentities: identity === null ? [] : [identity] }),
      () => undefined,
    ),
};

const key = Symbol.for("atrium.livekit");
const shared = globalThis as { [key]?: LivekitApi };

/** LiveKit's API; in tests the fake that was put in its place. */
export function livekit(): LivekitApi {
  return shared[key] ?? realApi;
}

/** Puts a fake in LiveKit's place, or the real one back. For tests only. */
export function replaceLivekit(api: LivekitApi | undefined): void {
  shared[key] = api;
}
