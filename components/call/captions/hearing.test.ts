import type { Room } from "livekit-client";
import { expect, test } from "vitest";
import { speakerOf } from "@/components/call/captions/hearing";

const person = (identity: string, tracks: string[], isAgent = false) => ({ identity, isAgent, trackPublications: new Map(tracks.map((sid) => [sid, {}])) });
const room = {
  localParticipant: person("u1", ["TR_1"]),
  remoteParticipants: new Map([person("u2", ["TR_2"]), person("u3", []), person("agent-1", [], true)].map((each) => [each.identity, each])),
} as unknown as Room;
const heardFrom = (sender: string, attributes: Record<string, string> = {}) => speakerOf(room, sender, attributes)?.identity ?? null;

test("words are those of whom LiveKit names as their sender, whatever the sender says of them", () => {
  expect([heardFrom("u2"), heardFrom("u1")]).toEqual(["u2", "u1"]);
  expect(heardFrom("u3", { "lk.transcribed_track_id": "TR_2" })).toBe("u3");
});

test("an agent, hidden or not, may say whose track it listened to; what it says without one is its own, and nobody's where it is hidden", () => {
  expect([heardFrom("agent-1", { "lk.transcribed_track_id": "TR_2" }), heardFrom("", { "lk.transcribed_track_id": "TR_1" })]).toEqual(["u2", "u1"]);
  expect([heardFrom("agent-1"), heardFrom("agent-1", { "lk.transcribed_track_id": "TR_9" }), heardFrom(""), heardFrom("u9")]).toEqual(["agent-1", "agent-1", null, null]);
});
