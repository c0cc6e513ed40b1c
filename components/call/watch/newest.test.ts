import { expect, test } from "vitest";
import { newestOf } from "@/components/call/watch/newest";
import type { Watch } from "@/lib/calls/contract";

const shown: Watch["shown"] = { video: { id: 1, title: "A clip", duration_ms: 9000, playlist: "/p", poster: null, storyboard: null, captions: [] }, by: "Ada", playing: true, position_ms: 0, at: "2026-05-06T14:00:00.000Z", everyone_steers: false };

test("a late answer changes nothing, a newer one does, and what ended without a number has ended", () => {
  const second: Watch = { version: 2, shown };
  expect(newestOf(null, second)).toBe(second);
  expect(newestOf(second, { version: 1, shown: null })).toBe(second);
  expect(newestOf(second, { version: 2, shown })).toBe(second);
  expect(newestOf(second, { version: 2, shown: null }).shown).toBeNull();
  expect(newestOf(second, { version: 3, shown: null }).version).toBe(3);
});
