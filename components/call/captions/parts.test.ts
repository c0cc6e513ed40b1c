import { EventEmitter } from "node:events";
import { EngineEvent, type Room } from "livekit-client";
import { expect, test } from "vitest";
import { watchParts } from "@/components/call/captions/parts";

/** What of a room is looked at: its packets, and who is an agent. */
function fakeRoom() {
  const engine = new EventEmitter();
  const remoteParticipants = new Map(["u1", "u2", "agent-1"].map((identity) => [identity, { isAgent: identity.startsWith("agent") }]));
  const parts = watchParts({ engine, remoteParticipants } as unknown as Room, "captions");
  const send = (sender: string, kind: "streamHeader" | "streamChunk" | "streamTrailer", streamId: string, topic?: string) => engine.emit(EngineEvent.DataPacketReceived, { participantIdentity: sender, value: { case: kind, value: { streamId, topic } } });
  return { parts, send, engine };
}

test("a stream is its sender's own, as long as nobody else writes into it, ends it or opens it again", () => {
  const { parts, send } = fakeRoom();
  for (const id of ["clean", "chunk", "trailer", "header"]) send("u1", "streamHeader", id, "captions");
  send("u1", "streamChunk", "clean");
  send("u1", "streamTrailer", "clean");
  send("u2", "streamChunk", "chunk");
  send("u2", "streamTrailer", "trailer");
  send("u2", "streamHeader", "header", "captions");
  send("u2", "streamChunk", "header");
  expect(["clean", "chunk", "trailer", "header"].map((id) => parts.isForeign(id))).toEqual([false, true, true, true]);
});

test("an agent, hidden or not, may send in the name of somebody else, as LiveKit lets it", () => {
  const { parts, send } = fakeRoom();
  send("u1", "streamHeader", "by an agent", "captions");
  send("agent-1", "streamChunk", "by an agent");
  send("agent-1", "streamTrailer", "by an agent");
  send("", "streamChunk", "by an agent");
  expect(parts.isForeign("by an agent")).toBe(false);
  send("u2", "streamChunk", "by an agent");
  expect(parts.isForeign("by an agent")).toBe(true);
});

test("streams of other topics are nobody's business here, and nothing is remembered of those that are over", () => {
  const { parts, send, engine } = fakeRoom();
  send("u1", "streamHeader", "a file", "files");
  send("u2", "streamChunk", "a file");
  expect(parts.isForeign("a file")).toBe(false);
  send("u1", "streamHeader", "s", "captions");
  send("u2", "streamChunk", "s");
  parts.forget("s");
  expect(parts.isForeign("s")).toBe(false);
  parts.stop();
  expect(engine.listenerCount(EngineEvent.DataPacketReceived)).toBe(0);
});
