import { describe, expect, it } from "vitest";
import { rowAt, rowsOf } from "@/components/chat/rows";
import type { Entry } from "@/components/chat/timeline";
import type { Message } from "@/lib/chat/contract";

const said = (version: number, at: string, userId = 1): Entry => ({ version, message: { id: version, content: "x", user: { id: userId, username: "u" }, room: { id: 1, version, bumped_at: at }, created_at: at } as Message });
const joined = (version: number): Entry => ({ version, line: "joined", name: "Eve", room: "" });

describe("the lines of a chat", () => {
  const entries = [said(2, "2026-05-06T21:58:00Z"), said(3, "2026-05-06T21:59:00Z"), said(5, "2026-05-06T22:01:00Z"), joined(6), said(8, "2026-05-06T22:02:00Z"), said(9, "2026-05-06T22:02:30Z", 2)];
  const rows = rowsOf(entries, "Europe/Berlin", 5);

  it("begin each day and the unread part with a line of its own, and a group with its author", () => {
    const told = rows.map((row) => (row.kind === "entry" ? `${row.entry.version}${row.isFirst ? " first" : ""}` : row.kind));
    expect(told).toEqual(["day", "2 first", "3", "day", "unread", "5 first", "6", "8 first", "9 first"]);
  });

  it("have keys that stay when older ones come above", () => {
    const more = rowsOf([said(1, "2026-05-06T21:50:00Z"), ...entries], "Europe/Berlin", 5).map(({ key }) => key);
    expect(new Set(more).size).toBe(more.length);
    expect(rows.filter(({ kind }) => kind === "entry").every(({ key }) => more.includes(key))).toBe(true);
  });

  it("are found by a version, or by the next one after it", () => {
    expect([2, 4, 9, 10].map((version) => rowAt(rows, version))).toEqual([1, 5, 8, -1]);
  });
});
