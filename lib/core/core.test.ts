import { describe, expect, test } from "vitest";
import { parseRoomCursor } from "@/lib/core/cursor";
import { AppError, errorStatus, isAppError } from "@/lib/core/errors";
import { formatBytes, formatDuration, formatElapsed, toTimestamp } from "@/lib/core/format";
import { parseId, randomRoomSlug } from "@/lib/core/ids";
import { safeNextPath } from "@/lib/core/redirect";
import { hashToken, isEqualSecret, randomToken } from "@/lib/core/secret";
import { slugify, slugPattern } from "@/lib/core/slug";

test("an error is recognised by its brand, also one made by another copy of the module", () => {
  expect(isAppError(new AppError("not_found"))).toBe(true);
  expect(isAppError(Object.assign(new Error(), { [Symbol.for("atrium.AppError")]: true }))).toBe(true);
  expect(isAppError(new Error("not_found"))).toBe(false);
  expect(new AppError("rate_limited").status).toBe(errorStatus.rate_limited);
});

test("ids have one spelling", () => {
  expect(parseId("7")).toBe(7);
  for (const text of ["0", "07", "+7", "7.0", "-1", "abc", "", "9".repeat(17), "1e3", " 1"]) expect(parseId(text)).toBeNull();
});

test("a random room address has the shape people read out and differs each time", () => {
  const slugs = Array.from({ length: 200 }, randomRoomSlug);
  for (const slug of slugs) expect(slug).toMatch(/^[a-km-np-z]{3}-[a-km-np-z]{4}-[a-km-np-z]{3}$/);
  expect(new Set(slugs).size).toBe(200);
});

describe("slugs", () => {
  test("keep letters and digits of a name", () => {
    expect(slugify("  Réunion d'équipe #2 – Straße ")).toBe("reunion-d-equipe-2-strasse");
    expect(slugify("会议")).toBe("");
    expect(slugify("x".repeat(100))).toHaveLength(60);
  });
  test("need a letter, so that they are never taken for an id", () => {
    expect(slugPattern.test("room-1")).toBe(true);
    for (const slug of ["12", "-a", "a-", "a--b", "A", "a b", "a/b", "1-2"]) expect(slugPattern.test(slug)).toBe(false);
  });
});

test("after signing in one only goes to a path of our own", () => {
  expect(safeNextPath("/r/abc?x=1#y")).toBe("/r/abc?x=1#y");
  for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", null, "/\n/evil", "/\t/evil.example"]) {
    expect(safeNextPath(next)).toBe("/");
  }
});

test("dots in the address to go to after signing in do not uncover another host", () => {
  for (const next of ["/.//evil.example", "/..//evil.example", "/x/..//evil.example", "/%2e//evil.example", "/%2E%2e//evil.example"]) expect([next, safeNextPath(next)]).toEqual([next, "/"]);
  expect(safeNextPath("/r/a/./b//c?x=//d")).toBe("/r/a/b//c?x=//d");
});

test("a token's hash is bound to its purpose", () => {
  const token = randomToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(hashToken("activate", token)).not.toBe(hashToken("reset", token));
  expect(isEqualSecret(token, token)).toBe(true);
  expect(isEqualSecret(token, token.slice(1))).toBe(false);
});

test("cursors are pairs of numbers", () => {
  expect(parseRoomCursor("12:40,15:7")).toEqual(new Map([[12, 40], [15, 7]]));
  expect(parseRoomCursor("")).toEqual(new Map());
  for (const text of ["12", "a:1", "1:2,", "1:-2", "1:2:3"]) expect(parseRoomCursor(text)).toBeNull();
});

test("times, sizes and lengths are written as the contracts and people expect", () => {
  expect(toTimestamp(new Date("2026-05-06T14:00:00.123Z"))).toBe("2026-05-06T14:00:00.123000Z");
  expect(formatDuration(3729)).toBe("1:02:09");
  expect(formatDuration(65.4)).toBe("1:05");
  expect([340.4, 4_249, 59_949, 59_951, 3_729_000, -5].map((ms) => formatElapsed(ms))).toEqual(["340 ms", "4.2 s", "59.9 s", "1:00", "1:02:09", "0 ms"]);
  expect(formatBytes(999)).toBe("999 B");
  expect(formatBytes(1_437_000_000)).toBe("1.4 GB");
  expect(formatBytes(999_600)).toBe("1 MB");
});
