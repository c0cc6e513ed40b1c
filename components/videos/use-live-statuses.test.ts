import { describe, expect, it } from "vitest";
import { takeStatus } from "@/components/videos/use-live-statuses";
import type { VideoStatus } from "@/lib/videos/contract";

const at = (progress: number, processing_status: VideoStatus["processing_status"] = "processing"): VideoStatus => ({ id: 1, processing_status, processing_error: "", progress, playable: false });

describe("the live status of a video", () => {
  it("tells the time left from the pace of its percents", () => {
    const first = takeStatus(undefined, at(10), 0);
    expect(first.secondsLeft).toBeNull();
    expect(takeStatus(first, at(20), 5_000).secondsLeft).toBeCloseTo(40);
  });

  it("does not take a percent that stands still between two readings for a stop", () => {
    const known = takeStatus(takeStatus(undefined, at(10), 0), at(20), 5_000);
    expect(takeStatus(known, at(20), 6_000).secondsLeft).toBeCloseTo(40);
  });

  it("does not go back for an event that came late, but does for a new attempt", () => {
    const known = takeStatus(takeStatus(undefined, at(10), 0), at(20), 5_000);
    expect(takeStatus(known, at(18), 5_100)).toEqual(known);
    expect(takeStatus(known, at(0), 5_100)).toMatchObject({ status: { progress: 0 }, secondsLeft: null });
    const over = takeStatus(known, at(100, "ready"), 6_000);
    expect(takeStatus(over, at(88), 6_100)).toEqual(over);
    expect(takeStatus(over, at(0, "pending"), 6_100).status.processing_status).toBe("pending");
  });

  it("believes an answer only when it was asked for after the latest news", () => {
    const over = takeStatus(takeStatus(undefined, at(88), 0), at(100, "ready"), 5_000);
    expect(takeStatus(over, at(88), 5_200, { askedMs: 4_900 })).toEqual(over);
    expect(takeStatus(over, at(12), 9_000, { askedMs: 8_900 }).status).toEqual(at(12));
  });

  it("does not count the time in the queue as work", () => {
    const queued = takeStatus(undefined, at(0, "pending"), 0);
    const begun = takeStatus(queued, at(5), 60_000);
    expect(begun.secondsLeft).toBeNull();
    expect(takeStatus(begun, at(15), 65_000).secondsLeft).toBeCloseTo(42.5);
  });

  it("has no time left once it is over", () => {
    const known = takeStatus(takeStatus(undefined, at(10), 0), at(20), 5_000);
    expect(takeStatus(known, at(100, "ready"), 9_000).secondsLeft).toBeNull();
  });
});
