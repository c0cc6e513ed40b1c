import { describe, expect, it } from "vitest";
import { dayLabel, dayOf } from "@/components/chat/days";

const words = { today: "Today", yesterday: "Yesterday" };
const label = (at: string, now: string, timeZone: string) => dayLabel(new Date(at), new Date(now), "en-GB", timeZone, words);

describe("the day of a message", () => {
  it("is the reader's, not the server's", () => {
    expect(dayOf(new Date("2026-05-06T23:30:00Z"), "Europe/Berlin")).toBe("2026-05-07");
    expect(dayOf(new Date("2026-05-06T23:30:00Z"), "America/New_York")).toBe("2026-05-06");
    expect(label("2026-05-06T23:30:00Z", "2026-05-07T10:00:00Z", "Europe/Berlin")).toBe("Today");
    expect(label("2026-05-06T23:30:00Z", "2026-05-07T10:00:00Z", "UTC")).toBe("Yesterday");
  });

  it("is right on the days when clocks change", () => {
    expect(label("2026-03-28T12:00:00Z", "2026-03-29T22:30:00Z", "Europe/Berlin")).not.toBe("Yesterday");
    expect(label("2026-03-28T12:00:00Z", "2026-03-29T20:30:00Z", "Europe/Berlin")).toBe("Yesterday");
    expect(label("2026-10-25T00:30:00Z", "2026-10-26T22:30:00Z", "Europe/Berlin")).toBe("Yesterday");
  });

  it("says the year only of other years", () => {
    expect(label("2026-05-01T12:00:00Z", "2026-05-07T10:00:00Z", "UTC")).toBe("Friday 1 May");
    expect(label("2025-12-31T12:00:00Z", "2026-05-07T10:00:00Z", "UTC")).toMatch(/^Wednesday,? 31 December 2025$/);
  });
});
