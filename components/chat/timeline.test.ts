import { describe, expect, it } from "vitest";
import { startTimeline, timelineReducer, type Timeline, type TimelineAction } from "@/components/chat/timeline";
import type { Message } from "@/lib/chat/contract";

const time = "2026-05-06T14:00:00.000000Z";
const message = (version: number, content = `m${version}`, userId = 2): Message =>
  ({ id: version + 100, content, user: { id: userId, username: `u${userId}` }, room: { id: 1, version, bumped_at: time }, created_at: time });
const event = (version: number, content?: string, userId?: number): TimelineAction =>
  ({ type: "event", event: { type: "message_added", body: message(version, content, userId), room_id: 1, version } });
const play = (timeline: Timeline, ...actions: TimelineAction[]) => actions.reduce(timelineReducer, timeline);
const shown = (timeline: Timeline) => [
  ...timeline.entries.map((entry) => ("message" in entry ? entry.message.content : `(${entry.line} ${entry.name})`)),
  ...timeline.pending.map((each) => `[${each.content} ${each.state}]`),
];
const me = 1;
const start = startTimeline(me, [message(3), message(2)], true);

describe("a chat's timeline", () => {
  it("stands in the room's order, with what happened between messages", () => {
    const joined: TimelineAction = { type: "event", event: { type: "user_joined", body: { user: { id: 5, username: "Eve" } }, room_id: 1, version: 4 } };
    const unknown: TimelineAction = { type: "event", event: { type: "typing", body: {}, room_id: 1, version: 6 } };
    expect(shown(play(start, joined, event(5), unknown))).toEqual(["m2", "m3", "(joined Eve)", "m5"]);
  });

  it("shows a changed message as it is now at its old place, and of a deleted one the mark; others stay untouched", () => {
    const changed = (version: number, type: string, body: Partial<Message>): TimelineAction =>
      ({ type: "event", event: { type, body: { ...message(version), ...body }, room_id: 1, version: 9 } });
    const edited = play(start, changed(2, "message_edited", { content: "better", edited_at: time }));
    expect(shown(edited)).toEqual(["better", "m3"]);
    const gone = play(edited, changed(3, "message_deleted", { content: "", deleted: { at: time, by: "host" } }));
    expect(gone.entries[1]).toMatchObject({ version: 3, message: { content: "", deleted: { by: "host" } } });
    const unknown = changed(77, "message_edited", { content: "far above" });
    expect(play(gone, unknown).entries).toBe(gone.entries);
  });

  it("shows the signs of a message as the last event tells them, keeps them when its text changes, and forgets them with it", () => {
    const ada = { id: me, username: "Ada" };
    const reacted = (at: number, list: object[], on = true, user = { id: 2, username: "u2" }): TimelineAction =>
      ({ type: "event", event: { type: "message_reacted", body: { id: 102, room: { id: 1, version: 2 }, user, emoji: "👍", on, reactions: { version: at, list } }, room_id: 1, version: at } });
    const thumbs = (count: number, ...users: object[]) => ({ emoji: "👍", count, users });
    const signs = (timeline: Timeline) => timeline.entries.map((entry) => ("message" in entry ? entry.message.reactions?.list.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? " mine" : ""}`) : []))[0];
    const first = play(start, reacted(10, [thumbs(1)]), reacted(11, [thumbs(30, { id: 2, username: "u2" })], true, ada));
    expect([signs(first), first.changed]).toEqual([["👍30 mine"], 2]);
    // Others come; that one's own is beyond the first names does not make it somebody else's. What is older changes nothing.
    const more = play(first, reacted(12, [thumbs(31)]), reacted(11, [thumbs(30)]));
    expect(signs(more)).toEqual(["👍31 mine"]);
    const edit: TimelineAction = { type: "event", event: { type: "message_edited", body: { ...message(2, "better"), edited_at: time }, room_id: 1, version: 13 } };
    expect([shown(play(more, edit)), signs(play(more, edit))]).toEqual([["better", "m3"], ["👍31 mine"]]);
    expect(signs(play(more, reacted(14, [thumbs(30)], false, ada)))).toEqual(["👍30"]);
    const gone: TimelineAction = { type: "event", event: { type: "message_deleted", body: { ...message(2, ""), deleted: { at: time, by: "host" } }, room_id: 1, version: 15 } };
    expect(signs(play(more, gone, reacted(14, [thumbs(9)])))).toBeUndefined();
  });

  it("shows with an answer what it answers as that is now, also where it came later than the answer", () => {
    const answer = (version: number, to: number): TimelineAction => ({ type: "event", event: { type: "message_added", body: { ...message(version), reply_to: { id: to + 100, version: to, user: { id: 2, username: "u2" } } }, room_id: 1, version } });
    const quotes = (timeline: Timeline) => timeline.entries.flatMap((entry) => ("message" in entry && entry.message.reply_to ? [entry.message.reply_to.deleted ? "gone" : entry.message.reply_to.excerpt] : []));
    const answered = play(start, answer(4, 2), answer(5, 1));
    expect(quotes(answered)).toEqual(["m2", undefined]);
    const changed = (version: number, type: string, body: Partial<Message>): TimelineAction => ({ type: "event", event: { type, body: { ...message(version), ...body }, room_id: 1, version: 9 } });
    const edited = play(answered, changed(2, "message_edited", { content: "\nbetter\nby far", edited_at: time }), { type: "quoted", original: message(1, "far above") });
    expect(quotes(edited)).toEqual(["better", "far above"]);
    const gone = play(edited, changed(1, "message_deleted", { content: "", deleted: { at: time, by: "author" } }));
    expect(quotes(gone)).toEqual(["better", "gone"]);
    // A change of the answer itself does not lose what it answers.
    expect(quotes(play(gone, changed(4, "message_edited", { content: "mended", edited_at: time })))).toEqual(["better", "gone"]);
  });

  it("a message of files alone replaces the unconfirmed one with the same files, and says of itself what it carries where it is answered", () => {
    const files = (id: string) => [{ id, kind: "picture" as const, name: `${id}.jpg`, type: "image/jpeg", size: 1, url: "/x" }];
    const send = (clientId: string): TimelineAction => ({ type: "send", clientId, content: "", attachments: files(clientId) });
    const arrived: TimelineAction = { type: "event", event: { type: "message_added", body: { ...message(4, "", me), attachments: files("second") }, room_id: 1, version: 4 } };
    const after = play(start, send("first"), send("second"), arrived);
    expect(after.pending.map(({ clientId }) => clientId)).toEqual(["first"]);
    const answer: TimelineAction = { type: "event", event: { type: "message_added", body: { ...message(5), reply_to: { id: 104, version: 4 } }, room_id: 1, version: 5 } };
    const last = play(after, answer).entries.at(-1);
    expect(last && "message" in last && last.message.reply_to).toMatchObject({ excerpt: "", attachment: { kind: "picture", name: "second.jpg" } });
  });

  it("a page that was read before a change shows the change, and one that was read after it is not set back", () => {
    const edited = (at: number, content: string, second: number): TimelineAction => ({ type: "event", event: { type: "message_edited", body: { ...message(1, content), edited_at: `2026-05-06T15:00:0${second}.000000Z` }, room_id: 1, version: at } });
    const heard = play(start, edited(8, "first change", 1), edited(9, "second change", 2));
    expect(shown(play(heard, { type: "older", messages: [message(1)], hasOlder: false }))).toEqual(["second change", "m2", "m3"]);
    const later = { ...message(1, "third change"), edited_at: "2026-05-06T15:00:03.000000Z" };
    expect(shown(play(heard, { type: "reset", messages: [later], hasOlder: false }))).toEqual(["third change"]);
  });

  it("shows a message once, whether the answer or the event comes first", () => {
    const send: TimelineAction = { type: "send", clientId: "a", content: "mine" };
    const sent: TimelineAction = { type: "sent", clientId: "a", message: message(4, "mine", me) };
    expect(shown(play(start, send))).toEqual(["m2", "m3", "[mine sending]"]);
    for (const order of [[sent, event(4, "mine", me)], [event(4, "mine", me), sent]]) {
      const played = play(start, send, order[0]!);
      expect(shown(played)).toEqual(["m2", "m3", "mine"]);
      expect(shown(play(played, order[1]!))).toEqual(["m2", "m3", "mine"]);
    }
  });

  it("keeps the second of two equal messages unconfirmed until it is", () => {
    const twice = play(start, { type: "send", clientId: "a", content: "ok" }, { type: "send", clientId: "b", content: "ok" }, event(4, "ok", me));
    expect(shown(twice)).toEqual(["m2", "m3", "ok", "[ok sending]"]);
    expect(shown(play(twice, { type: "sent", clientId: "a", message: message(4, "ok", me) }, event(5, "ok", me)))).toEqual(["m2", "m3", "ok", "ok"]);
  });

  it("does not take another person's equal text for one's own", () => {
    expect(shown(play(start, { type: "send", clientId: "a", content: "ok" }, event(4, "ok", 2)))).toEqual(["m2", "m3", "ok", "[ok sending]"]);
  });

  it("keeps what failed, and sends it again under the same id", () => {
    const failed = play(start, { type: "send", clientId: "a", content: "x" }, { type: "failed", clientId: "a", reason: "slow_down" });
    expect(failed.pending).toEqual([{ clientId: "a", content: "x", state: "failed", reason: "slow_down" }]);
    expect(shown(play(failed, { type: "send", clientId: "a", content: "x" }))).toEqual(["m2", "m3", "[x sending]"]);
    expect(shown(play(failed, { type: "discard", clientId: "a" }))).toEqual(["m2", "m3"]);
  });

  it("puts older messages before, also when an answer overtook a hole", () => {
    expect(shown(play(start, { type: "older", messages: [message(1)], hasOlder: false }))).toEqual(["m1", "m2", "m3"]);
    const overtaken = play(start, { type: "sent", clientId: "a", message: message(6, "mine", me) }, event(4), event(5), event(6, "mine", me));
    expect(shown(overtaken)).toEqual(["m2", "m3", "m4", "m5", "mine"]);
  });

  it("keeps to a stretch of a long history: what comes beyond its end is only known, until the reader is there", () => {
    const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(to - n));
    const away = play(start, { type: "reset", messages: page(20, 21), hasOlder: true, hasNewer: true }, { type: "send", clientId: "a", content: "mine" }, event(50), { type: "sent", clientId: "a", message: message(51, "mine", me) });
    expect([shown(away), away.hasNewer]).toEqual([["m20", "m21"], true]);
    // The server's page ends before what the stream has told meanwhile.
    const nearer = play(away, { type: "newer", messages: page(22, 49), hasNewer: false });
    expect([nearer.entries.at(-1)?.version, nearer.hasNewer]).toEqual([49, true]);
    const there = play(nearer, { type: "newer", messages: page(50, 51), hasNewer: false }, event(52));
    expect([there.entries.slice(-3).map(({ version }) => version), there.hasNewer]).toEqual([[50, 51, 52], false]);
  });

  it("shows so many entries at most: reading on, the far end goes and can be had again", () => {
    const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(to - n));
    const top = play(startTimeline(me, page(2801, 3000), true), { type: "older", messages: page(1901, 2800), hasOlder: true });
    expect([top.entries.length, top.entries[0]?.version, top.entries.at(-1)?.version, top.hasNewer]).toEqual([1000, 1901, 2900, true]);
    const down = play(top, { type: "newer", messages: page(2901, 3000), hasNewer: false });
    expect([down.entries.length, down.entries[0]?.version, down.hasOlder, down.hasNewer]).toEqual([1000, 2001, true, false]);
    const busy = Array.from({ length: 401 }, (_, n) => event(3001 + n)).reduce(timelineReducer, down);
    expect([busy.entries.length, busy.entries.at(-1)?.version, busy.hasOlder]).toEqual([1000, 3401, true]);
  });

  it("begins anew after events were lost, and keeps what was not sent yet", () => {
    const reset = play(start, { type: "send", clientId: "a", content: "x" }, { type: "reset", messages: [message(90), message(89)], hasOlder: true });
    expect(shown(reset)).toEqual(["m89", "m90", "[x sending]"]);
  });
});
