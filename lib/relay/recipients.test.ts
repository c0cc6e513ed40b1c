import { describe, expect, test } from "vitest";
import type { StoredEvent } from "@/lib/events/feed";
import { tell, turnOf } from "@/lib/relay/recipients";

const members = [{ id: 1, name: "Ada" }, { id: 2, name: "Grace" }];
const event = (version: number, type: string, body: Record<string, unknown> = {}): StoredEvent => ({ roomId: 9, version, type, body });
const who = (of: StoredEvent, turns: Parameters<typeof tell>[2] = []) => tell(of, members, turns).map(({ userIds }) => userIds);

describe("who gets an event", () => {
  test("is each member", () => {
    expect(tell(event(4, "message_added", { content: "x" }), members, [])).toEqual([{ userIds: [1, 2], event: { type: "message_added", body: { content: "x" } } }]);
  });

  test("is nobody who came in only afterwards, and whoever was there, left and came back", () => {
    expect(who(event(4, "message_added"), [{ version: 6, userId: 2, isJoin: true }])).toEqual([[1]]);
    expect(who(event(4, "message_added"), [{ version: 7, userId: 2, isJoin: true }, { version: 5, userId: 2, isJoin: false }])).toEqual([[1, 2]]);
    expect(who(event(6, "message_added"), [{ version: 5, userId: 2, isJoin: false }, { version: 7, userId: 2, isJoin: true }])).toEqual([[1]]);
    expect(who(event(7, "user_joined", { user: { id: 2 } }), [{ version: 7, userId: 2, isJoin: true }])).toEqual([[1, 2]]);
  });

  test("of a leaving is also who left, once, and no guest or system", () => {
    expect(who(event(4, "user_left", { user: { id: 7 } }))).toEqual([[1, 2, 7]]);
    expect(who(event(4, "user_left", { user: { id: 2 } }))).toEqual([[1, 2]]);
    expect(who(event(4, "user_left", { user: { id: -3 } }))).toEqual([[1, 2]]);
  });

  test("of a room's end is each member with their own leaving", () => {
    const end = event(4, "user_left", { room: { id: 9 }, user: { id: 0, username: "" }, everyone: true });
    expect(turnOf(end)).toBeNull();
    expect(tell(end, members, [])).toEqual([
      { userIds: [1], event: { type: "user_left", body: { room: { id: 9 }, user: { id: 1, username: "Ada" } } } },
      { userIds: [2], event: { type: "user_left", body: { room: { id: 9 }, user: { id: 2, username: "Grace" } } } },
    ]);
  });
});
