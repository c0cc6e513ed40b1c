import { describe, expect, it } from "vitest";
import { roomsAfter } from "@/components/rooms/room-list";
import type { WireEvent } from "@/components/realtime/wire";
import type { RoomListItem } from "@/lib/rooms/contract";

const room = (id: number, version: number, unread = 0): RoomListItem =>
  ({ id, name: `r${id}`, slug: `r${id}`, version, bumped_at: "2026-01-01T00:00:00.000000Z", member_count: 2, last_message: null, unread, mentions: 0, muted: false });
const rooms = [room(1, 5), room(2, 3, 1)];
const message = (roomId: number, version: number): WireEvent =>
  ({ type: "message_added", room_id: roomId, version, body: { id: 9, content: "hi", user: { id: 4, username: "G" }, room: { id: roomId, version, bumped_at: "2026-02-02T00:00:00.000000Z" }, created_at: "2026-02-02T00:00:00.000000Z" } });
const state = (list: readonly RoomListItem[] | null) => list?.map((each) => `${each.id}@${each.version} ${each.unread}`);

describe("the list of rooms", () => {
  it("puts the room with a new message first and counts it", () => {
    const after = roomsAfter(rooms, message(2, 4), 1);
    expect(state(after)).toEqual(["2@4 2", "1@5 0"]);
    expect(after?.[0]?.last_message?.content).toBe("hi");
  });

  it("counts messages of others alone: not one's own, and not what else happens in a room", () => {
    expect(state(roomsAfter(rooms, { type: "user_joined", room_id: 2, version: 4, body: { user: { id: 7 } } }, 1))).toEqual(["1@5 0", "2@4 1"]);
    expect(state(roomsAfter(rooms, message(2, 4), 4))).toEqual(["2@4 1", "1@5 0"]);
  });

  it("counts apart the messages that name the reader, until they are read, and asks where one of those was changed", () => {
    const naming = (version: number, id: number): WireEvent => ({ ...message(2, version), body: { ...message(2, version).body, mentions: [{ id, username: "A", text: "A" }] } });
    const counts = (list: readonly RoomListItem[] | null) => list?.map((each) => [each.id, each.unread, each.mentions]);
    const named = roomsAfter(roomsAfter(rooms, naming(4, 1), 1)!, naming(5, 8), 1)!;
    expect(counts(named)).toEqual([[2, 3, 1], [1, 0, 0]]);
    expect(counts(roomsAfter(rooms, naming(4, 1), 4))?.[0]).toEqual([2, 1, 0]);
    expect(roomsAfter(named, { ...message(2, 6), type: "message_deleted" }, 1)).toBeNull();
    expect(roomsAfter(rooms, { ...naming(4, 1), type: "message_edited" }, 1)).toBeNull();
    expect(counts(roomsAfter(named, { type: "room_read", body: { room: { id: 2, version: 4 }, unread: 1, mentions: 0, at: 5 } }, 1))?.[0]).toEqual([2, 1, 0]);
    expect(counts(roomsAfter(named, { type: "room_read", body: { room: { id: 2, version: 5 }, unread: 0, mentions: 0, at: 5 } }, 1))?.[0]).toEqual([2, 0, 0]);
  });

  it("drops what it has seen", () => {
    expect(roomsAfter(rooms, message(2, 3), 1)).toBe(rooms);
  });

  it("forgets what was read elsewhere, takes what is left of it where it is sure, and asks where it is not", () => {
    const read = (version: number, unread: number, at: number): WireEvent => ({ type: "room_read", body: { room: { id: 2, version }, unread, mentions: 0, at } });
    const two = [room(1, 5), room(2, 9, 6)];
    expect(state(roomsAfter(two, read(9, 0, 9), 1))).toEqual(["1@5 0", "2@9 0"]);
    expect(state(roomsAfter(two, read(4, 3, 9), 1))).toEqual(["1@5 0", "2@9 3"]);
    expect(roomsAfter(two, read(4, 3, 8), 1)).toBeNull();
    expect(state(roomsAfter(two, read(12, 0, 12), 1))).toEqual(["1@5 0", "2@9 0"]);
    expect(roomsAfter([room(1, 5)], read(9, 0, 9), 1)).toEqual([room(1, 5)]);
  });

  it("asks the server for what it cannot know: a new room, one that one left, or what was missed", () => {
    expect(roomsAfter(rooms, message(3, 1), 1)).toBeNull();
    expect(roomsAfter(rooms, { type: "user_left", room_id: 1, version: 6, body: { user: { id: 1 } } }, 1)).toBeNull();
    expect(roomsAfter(rooms, { type: "hello", body: { 1: 5, 2: 9 } }, 1)).toBeNull();
    expect(roomsAfter(rooms, { type: "hello", body: { 1: 5, 2: 3, 99: 7 } }, 1)).toBe(rooms);
  });

  it("leaves passing news alone", () => {
    expect(roomsAfter(rooms, { type: "video_progress", body: { id: 1 } }, 1)).toBe(rooms);
  });
});
