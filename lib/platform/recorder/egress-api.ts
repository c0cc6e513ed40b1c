import { EgressClient, EgressStatus, EncodingOptionsPreset, ServerError, type EgressInfo, type EncodedFileOutput, type RoomCompositeOptions } from "livekit-server-sdk";
import { env } from "@/lib/platform/env";
import { livekit } from "@/lib/platform/livekit/api";
import { livekitHttpUrl } from "@/lib/platform/livekit/client";
import { log } from "@/lib/platform/log";
import type { RecordingEnd, RecordingEnding, RecordingOrder } from "@/lib/platform/recorder/engine";
import { outputFor, recordingOfOutput } from "@/lib/platform/recorder/egress-output";
import { recordingViewPath } from "@/lib/platform/recorder/view-path";

/** How long an answer may take: LiveKit asks its Egress processes before it answers a start or a stop; what it only looks up is quicker. */
export type EgressSeconds = { start: number; stop: number; list: number };
const layouts: Record<RecordingOrder["mode"], string> = { room_composite: "grid", active_speaker: "speaker", audio_only: "sound" };

/** An egress, reduced to what we act on. `end` is null while it goes on; `isClosing`: it was told to end and still writes. */
export type Egress = { id: string; recordingId: string | null; startedAt: bigint; isActive: boolean; isClosing: boolean; end: RecordingEnd | null };

function client(requestTimeout: number): EgressClient {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  return new EgressClient(livekitHttpUrl(), LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { requestTimeout, failover: false });
}

/** What Egress says about its end, as one of our reasons; it says so in words, and these are all of them. */
const reasonsByWords: readonly (readonly [RegExp, RecordingEnding])[] = [
  [/no space left|disk/i, "disk_full"],
  [/start signal/i, "could_not_connect"],
  [/limit reached/i, "limit_reached"],
  [/stop called before|StopEgress/i, "asked"],
  [/source closed/i, "room_ended"],
  [/killed|^internal error$/i, "crashed"],
  [/room.*(closed|not found|does not exist)|disconnected|could not (join|connect)|failed to connect/i, "connection_lost"],
];

/** The first words that tell something count. */
function reasonOf(said: readonly string[], otherwise: RecordingEnding): RecordingEnding {
  for (const words of said) for (const [pattern, reason] of reasonsByWords) if (pattern.test(words)) return reason;
  return otherwise;
}

/** Every ending is one. Whether there is a file is said by the file's own result, not by the kind of the ending. */
function endOf(info: EgressInfo): RecordingEnd | null {
  const isUsable = info.fileResults.some(({ size }) => size > 0n);
  switch (info.status) {
    case EgressStatus.EGRESS_STARTING:
    case EgressStatus.EGRESS_ACTIVE:
    case EgressStatus.EGRESS_ENDING:
      return null;
    case EgressStatus.EGRESS_COMPLETE:
      return { reason: reasonOf([info.error, info.details], "room_ended"), isUsable };
    case EgressStatus.EGRESS_LIMIT_REACHED:
      return { reason: "limit_reached", isUsable };
    case EgressStatus.EGRESS_FAILED:
      // Its details say why it was to end, and not why that failed.
      return { reason: reasonOf([info.error], "encoder_failed"), isUsable };
    case EgressStatus.EGRESS_ABORTED:
      // Its page gave up before there was a first picture.
      if (/source closed/i.test(info.details)) return { reason: "could_not_connect", isUsable };
      return { reason: reasonOf([info.details, info.error], "could_not_connect"), isUsable };
    default:
      return info.status satisfies never;
  }
}

/** Whose recording it is, by the file that it was told to write: LiveKit gives the order back. */
function recordingOf({ request }: EgressInfo): string | null {
  if (request.case !== "roomComposite") return null;
  const { fileOutputs, output } = request.value;
  const files = [...fileOutputs, ...(output.case === "file" ? [output.value] : [])];
  return files.map(({ filepath }) => recordingOfOutput(filepath)).find((id) => id !== null) ?? null;
}

function toEgress(info: EgressInfo): Egress {
  const end = endOf(info);
  if (end && info.error) log.warn({ egressId: info.egressId, status: EgressStatus[info.status], error: info.error, details: info.details }, "an egress did not end well");
  return { id: info.egressId, recordingId: recordingOf(info), startedAt: info.startedAt, isActive: info.status === EgressStatus.EGRESS_ACTIVE, isClosing: info.status === EgressStatus.EGRESS_ENDING, end };
}

function startRequest({ id, mode }: RecordingOrder): [{ file: EncodedFileOutput }, RoomCompositeOptions] {
  const { EGRESS_APP_URL: app, APP_URL } = env();
  const page = { layout: layouts[mode], customBaseUrl: `${app ?? APP_URL}${recordingViewPath}` };
  // Egress' own page waits for ever where nobody speaks.
  return [{ file: outputFor(id) }, mode === "audio_only" ? { ...page, audioOnly: true } : { ...page, encodingOptions: EncodingOptionsPreset.H264_720P_30 }];
}

/**
 * How many egresses of this LiveKit go on, whoever began them; null where it answers that it has no Egress. One whose machine
 * died stands as running for ever, so the call is asked for as well. @param seconds how long an answer may take @throws where LiveKit does not answer
 */
export async function countEgresses(seconds: number): Promise<number | null> {
  try {
    const running = await client(seconds).listEgress({ active: true });
    if (running.length === 0) return 0;
    const rooms = new Set((await livekit().listRooms(running.map(({ roomName }) => roomName))).map(({ name }) => name));
    return running.filter(({ roomName }) => rooms.has(roomName)).length;
  } catch (error) {
    if (error instanceof ServerError) return null;
    throw error;
  }
}

/** What we ask of LiveKit about Egress. */
export function egressApi(seconds: EgressSeconds) {
  return {
    /** Begins an egress of the order's room. @throws ServerError, or what kept the answer away: then it may have begun all the same */
    async start(order: RecordingOrder): Promise<Egress> {
      return toEgress(await client(seconds.start).startRoomCompositeEgress(order.roomName, ...startRequest(order)));
    },

    /** One that is known; null where LiveKit does not know it any more. @throws where LiveKit does not answer */
    async read(egressId: string): Promise<Egress | null> {
      try {
        const [info] = await client(seconds.list).listEgress({ egressId });
        return info ? toEgress(info) : null;
      } catch (error) {
        if (error instanceof ServerError && error.status === 404) return null;
        throw error;
      }
    },

    /** The one of a recording, also after its end: LiveKit keeps them for a day. One that goes on is preferred. @throws where LiveKit does not answer */
    async find({ id, roomName }: Pick<RecordingOrder, "id" | "roomName">): Promise<Egress | null> {
      const ours = (await client(seconds.list).listEgress({ roomName })).filter((info) => recordingOf(info) === id).map(toEgress);
      return ours.find(({ end }) => end === null) ?? ours.sort((a, b) => Number(b.startedAt - a.startedAt))[0] ?? null;
    },

    /** Whether its browser is in the call. @throws where LiveKit does not answer */
    async isInside({ roomName }: Pick<RecordingOrder, "roomName">, egressId: string): Promise<boolean> {
      return (await livekit().listParticipants(roomName)).some(({ identity }) => identity === egressId);
    },

    /** All that go on and record for us. @throws where LiveKit does not answer */
    async listRunning(): Promise<{ recordingId: string; egressId: string }[]> {
      const all = await client(seconds.list).listEgress({ active: true });
      return all.map(toEgress).flatMap(({ id, recordingId, end }) => (recordingId !== null && end === null ? [{ recordingId, egressId: id }] : []));
    },

    /** Asks for an end; one that has ended, or is gone, is fine. @throws where LiveKit does not answer or refuses */
    async stop(egressId: string): Promise<void> {
      try {
        await client(seconds.stop).stopEgress(egressId);
      } catch (error) {
        if (error instanceof ServerError && (error.status === 404 || error.code === "failed_precondition")) return;
        throw error;
      }
    },
  };
}

/** Whether LiveKit said no, so that nothing has begun: anything else leaves that open. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ServerError && error.status >= 400 && error.status < 500 && error.status !== 408;
}

/** Why nothing was begun, from what `startEgress` threw. */
export function startReasonOf(error: unknown): RecordingEnding {
  if (!(error instanceof ServerError)) return "calls_away";
  // The call ended a moment ago.
  if (error.status === 404) return "room_ended";
  return "no_recorder";
}
