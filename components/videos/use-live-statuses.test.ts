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

  it("does not go back for an answer that an event overtook, but does for a new attempt", () => {
    const known = takeStatus(takeStatus(undefined, at(10), 0), at(20), 5_000);
    expect(takeStatus(known, at(18), 5_100)).toEqual(known);
    expect(takeStatus(known, at(0), 5_100)).toMatchObject({ status: { progress: 0 }, secondsLeft: null });
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
