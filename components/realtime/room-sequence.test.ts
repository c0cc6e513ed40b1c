import { describe, expect, it, vi } from "vitest";
import { RoomSequence, type MissedEvents } from "@/components/realtime/room-sequence";
import { parseWireEvent, versionsOf, type RoomWireEvent } from "@/components/realtime/wire";

const event = (version: number): RoomWireEvent => ({ type: "message_added", body: {}, room_id: 1, version });
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

function follow(seen: number, stored: () => number[] = () => []) {
  const got: number[] = [];
  const onLost = vi.fn();
  const fetchMissed = vi.fn((after: number): Promise<MissedEvents> => Promise.resolve({ events: stored().filter((version) => version > after).map(event), lost: false, more: false }));
  const sequence = new RoomSequence({ seen, fetchMissed, onEvent: ({ version }) => got.push(version), onLost, retryMs: 1 });
  return { sequence, got, fetchMissed, onLost };
}

describe("a room's sequence", () => {
  it("passes on what comes in order, and drops what was seen", () => {
    const { sequence, got, fetchMissed } = follow(3);
    for (const version of [2, 3, 4, 4, 5, 1]) sequence.offer(event(version));
    expect(got).toEqual([4, 5]);
    expect(fetchMissed).not.toHaveBeenCalled();
  });

  it("holds what comes early until the hole is fetched, once", async () => {
    const { sequence, got, fetchMissed } = follow(0, () => [1, 2, 3]);
    for (const version of [3, 5, 4]) sequence.offer(event(version));
    expect(got).toEqual([]);
    await vi.waitFor(() => expect(got).toEqual([1, 2, 3, 4, 5]));
    expect(fetchMissed.mock.calls).toEqual([[0]]);
  });

  it("fetches what it missed when it hears where the room stands", async () => {
    const { sequence, got } = follow(2, () => upTo(4));
    sequence.catchUp(4);
    await vi.waitFor(() => expect(got).toEqual([3, 4]));
  });

  it("fetches page after page", async () => {
    const { sequence, got, fetchMissed } = follow(0);
    fetchMissed.mockImplementation((after) => Promise.resolve({ events: [event(after + 1)], lost: false, more: after < 3 }));
    sequence.catchUp(4);
    await vi.waitFor(() => expect(got).toEqual([1, 2, 3, 4]));
  });

  it("tries again after a failed fetch", async () => {
    const { sequence, got, fetchMissed } = follow(0, () => [1, 2]);
    fetchMissed.mockRejectedValueOnce(new Error("offline"));
    sequence.offer(event(2));
    await vi.waitFor(() => expect(got).toEqual([1, 2]));
  });

  it("says when events are lost, is silent until what is shown was reloaded, then goes on", async () => {
    const { sequence, got, fetchMissed, onLost } = follow(0, () => [51]);
    fetchMissed.mockResolvedValueOnce({ events: [], lost: true, more: false });
    sequence.catchUp(50);
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1));
    sequence.offer(event(51));
    expect(got).toEqual([]);
    sequence.restart(50);
    sequence.catchUp(51);
    await vi.waitFor(() => expect(got).toEqual([51]));
  });

  it("gives each event once and in order under any mix of losses, repeats and disorder", async () => {
    let random = 42;
    const chance = (of: number) => (random = (random * 1103515245 + 12345) % 2147483648) % of === 0;
    for (let round = 0; round < 50; round += 1) {
      let stored = 0;
      const { sequence, got } = follow(0, () => upTo(stored));
      const late: number[] = [];
      for (stored = 1; stored < 100; stored += 1) {
        if (chance(4)) late.push(stored);
        else if (!chance(5)) sequence.offer(event(stored));
        if (chance(3)) for (const version of late.splice(0)) sequence.offer(event(version));
        if (chance(10)) await Promise.resolve();
      }
      sequence.catchUp(stored);
      await vi.waitFor(() => expect(got).toEqual(upTo(100)));
    }
  });
});

describe("the wire", () => {
  it("reads events and nothing else", () => {
    expect(parseWireEvent('{"type":"heartbeat"}')).toEqual({ type: "heartbeat", body: {} });
    for (const text of ["", "null", "7", "{}", '{"type":7}', "{"]) expect(parseWireEvent(text)).toBeNull();
  });

  it("reads where rooms stand from a hello", () => {
    expect(versionsOf({ type: "hello", body: { 12: 40, 15: 7, x: "y" } })).toEqual(new Map([[12, 40], [15, 7]]));
  });
});
