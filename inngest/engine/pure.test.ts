import { describe, expect, test } from "vitest";
import { retryAfterMs, retryDelayMs } from "@/inngest/engine/backoff";
import { delayMs } from "@/inngest/engine/duration";
import { expressionProblem, keyOf, matches } from "@/inngest/engine/expression";
import { toJson } from "@/inngest/engine/json";
import { nextTime, scheduleProblem } from "@/inngest/engine/schedule";
import { ulid } from "@/inngest/engine/ulid";

describe("durations", () => {
  test("compound durations, seconds and dates become milliseconds from now", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    expect(delayMs("2s")).toBe(2_000);
    expect(delayMs("1d2h30m10s")).toBe(((24 + 2) * 60 + 30) * 60_000 + 10_000);
    expect(delayMs("15")).toBe(15_000);
    expect(delayMs(2)).toBe(2_000);
    expect(delayMs("2026-03-01T12:00:05.000Z", now)).toBe(5_000);
    expect(delayMs("2020-01-01T00:00:00Z", now)).toBe(0);
    expect(delayMs("")).toBe(0);
  });

  test("what is no duration is refused and not taken for zero", () => {
    expect(() => delayMs("soon")).toThrow("no duration");
    expect(() => delayMs("5s later")).toThrow("no duration");
    expect(() => delayMs("2026-13-45T99:00:00Z")).toThrow("no date");
  });
});

describe("backoff", () => {
  test("waits grow by Inngest's table and stay at its end", () => {
    expect([0, 1, 2, 9, 50].map((attempt) => retryDelayMs(attempt, () => 0))).toEqual([15_000, 30_000, 60_000, 7_200_000, 7_200_000]);
    expect(retryDelayMs(0, () => 0.5)).toBe(30_000);
  });

  test("what a function asked for wins, nonsense does not", () => {
    expect(retryAfterMs("90")).toBe(90_000);
    expect(retryAfterMs("2026-03-01T12:00:05Z", Date.parse("2026-03-01T12:00:00Z"))).toBe(5_000);
    expect(retryAfterMs(undefined)).toBeNull();
    expect(retryAfterMs("whenever")).toBeNull();
  });
});

describe("expressions", () => {
  const event = { name: "a", data: { n: 1, text: "x", tags: ["a"], nested: { id: 7 } } };

  test("numbers, texts and both events are compared", () => {
    expect(matches("event.data.n == 1 && event.data.n > 0.5", { event })).toBe(true);
    expect(matches("event.data.text == 'y'", { event })).toBe(false);
    expect(matches("event.data.n == async.data.n", { event, async: { data: { n: 1 } } })).toBe(true);
    expect(matches("'a' in event.data.tags", { event })).toBe(true);
    expect(matches(undefined, { event })).toBe(true);
  });

  test("a missing key, a value that is no truth value and an unknown variable are no match", () => {
    expect(matches("event.data.gone == 'x'", { event })).toBe(false);
    expect(matches("event.data.gone != 'x'", { event })).toBe(false);
    expect(matches("event.data.n", { event })).toBe(false);
    expect(matches("other.data.n == 1", { event })).toBe(false);
  });

  test("keys are texts, and a missing one is none", () => {
    expect(keyOf("event.data.n", { event })).toBe("1");
    expect(keyOf("event.data.nested", { event })).toBe('{"id":7}');
    expect(keyOf("event.data.gone", { event })).toBeUndefined();
  });

  test("an expression that cannot be read is told", () => {
    expect(expressionProblem("event.data.n == 1")).toBeNull();
    expect(expressionProblem("event.data. ==")).toContain("Expected");
  });
});

describe("JSON for Postgres", () => {
  test("NUL and half surrogate pairs are replaced, whole ones and backslashes are kept", () => {
    expect(JSON.parse(toJson({ a: "x\u0000", b: "\ud83d", c: "\ude00", d: "😀", e: "\\u0000" })!)).toEqual({ a: "x\ufffd", b: "\ufffd", c: "\ufffd", d: "😀", e: "\\u0000" });
  });

  test("nothing is SQL's null, falsy values are not", () => {
    expect([toJson(undefined), toJson(null), toJson(0), toJson(""), toJson(false)]).toEqual([null, null, "0", '""', "false"]);
  });
});

describe("schedules", () => {
  test("a schedule is in UTC unless it names a zone", () => {
    const after = new Date("2026-07-01T00:00:00Z");
    expect(nextTime("0 12 * * *", after)?.toISOString()).toBe("2026-07-01T12:00:00.000Z");
    expect(nextTime("TZ=Europe/Paris 0 12 * * *", after)?.toISOString()).toBe("2026-07-01T10:00:00.000Z");
  });

  test("one that cannot be read or never comes is told", () => {
    expect(scheduleProblem("0 12 * * *")).toBeNull();
    expect(scheduleProblem("every noon")).not.toBeNull();
    expect(scheduleProblem("TZ=Mars/Base 0 12 * * *")).not.toBeNull();
    expect(scheduleProblem("0 0 30 2 *")).toBe("it never comes due");
  });
});

test("ids of runs sort by time", () => {
  expect(ulid(1_000) < ulid(2_000)).toBe(true);
  expect(ulid()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});
