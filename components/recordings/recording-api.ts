import { askApi, type Answer } from "@/components/ui/ask-api";
import type { ChangeRecordingInput, ChangeStreamInput, RecordingDetail, StartRecordingInput, StartStreamInput } from "@/lib/recordings/contract";

const pathOf = (room: string | number, id?: string) => `/api/rooms/${encodeURIComponent(room)}/recordings/${id === undefined ? "" : `${id}/`}`;

/** Begins to record the room's call. */
export function startRecording(room: string, input: StartRecordingInput): Promise<Answer<RecordingDetail>> {
  return askApi("POST", pathOf(room), { body: input });
}

/** Begins to send the room's call live. */
export function startStream(room: string, input: StartStreamInput): Promise<Answer<RecordingDetail>> {
  return askApi("POST", `/api/rooms/${encodeURIComponent(room)}/streams/`, { body: input });
}

/** Changes who may watch a stream, and whether it is kept. */
export function changeStream(room: string, id: string, input: ChangeStreamInput): Promise<Answer<RecordingDetail>> {
  return askApi("PATCH", `/api/rooms/${encodeURIComponent(room)}/streams/${id}/`, { body: input });
}

/** Sends a stream again to an address that failed. */
export function retryTarget(room: string, id: string, position: number): Promise<Answer<RecordingDetail>> {
  return askApi("POST", `/api/rooms/${encodeURIComponent(room)}/streams/${id}/targets/${position}/retry/`);
}

export function readRecording(room: string, id: string): Promise<Answer<RecordingDetail>> {
  return askApi("GET", pathOf(room, id));
}

/** Where its end is asked for. */
export function stopPathOf(room: string, id: string): string {
  return `${pathOf(room, id)}stop/`;
}

/** Says that this browser records it. Where the answer is lost it is asked once more, by the same key: else the call would be told of a recording that nobody makes. */
export async function startLocalRecording(room: string): Promise<Answer<RecordingDetail>> {
  const asked = { body: { in_browser: true } satisfies StartRecordingInput, idempotencyKey: crypto.randomUUID() };
  const answer = await askApi<RecordingDetail>("POST", pathOf(room), asked);
  return answer.ok || answer.refusal.code !== "lost" ? answer : askApi("POST", pathOf(room), asked);
}

export function stopRecording(room: string, id: string): Promise<Answer<RecordingDetail>> {
  return askApi("POST", stopPathOf(room, id));
}

export function renameRecording(room: string, id: string, input: ChangeRecordingInput): Promise<Answer<RecordingDetail>> {
  return askApi("PATCH", pathOf(room, id), { body: input });
}

export function deleteRecording(room: string, id: string): Promise<Answer<null>> {
  return askApi("DELETE", pathOf(room, id));
}

/** Brings back what was deleted, or makes a video of what is saved. */
export function askRecording(room: string, id: string, wish: "restore" | "publish"): Promise<Answer<RecordingDetail>> {
  return askApi("POST", `${pathOf(room, id)}${wish}/`);
}
