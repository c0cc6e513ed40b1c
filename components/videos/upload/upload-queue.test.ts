import { beforeEach, describe, expect, it } from "vitest";
import { UploadQueue, type Transfer, type TransferEvents, type UploadDetails } from "@/components/videos/upload/upload-queue";

class FakeTransfer implements Transfer {
  calls: string[] = [];
  constructor(readonly file: File, readonly details: UploadDetails, readonly events: TransferEvents) {}
  start(): void {
    this.calls.push("start");
  }
  pause(): void {
    this.calls.push("pause");
  }
  discard(): void {
    this.calls.push("discard");
  }
}

let transfers: FakeTransfer[];
let arrivals: number;
let clock: number;
let queue: UploadQueue;

const file = (name: string, sizeBytes = 100): File => new File([new Uint8Array(sizeBytes)], name);
const states = () => queue.getItems().map((item) => item.state);
const item = (index = 0) => queue.getItems()[index]!;

beforeEach(() => {
  transfers = [];
  arrivals = 0;
  clock = 0;
  queue = new UploadQueue({
    maxBytes: 1000,
    firstDetails: (chosen) => ({ title: chosen.name, description: "", category: "", visibility: "authenticated" }),
    open: (chosen, details, events) => {
      const transfer = new FakeTransfer(chosen, details, events);
      transfers.push(transfer);
      return transfer;
    },
    now: () => clock,
  });
  queue.onArrival(() => (arrivals += 1));
});

describe("the upload queue", () => {
  it("refuses a file over the limit before its first byte", () => {
    queue.add([file("big.mp4", 1001)]);
    queue.startDrafts();
    expect(item()).toMatchObject({ state: "refused", problem: { kind: "too_large" } });
    expect(transfers).toEqual([]);
  });

  it("refuses an empty file", () => {
    queue.add([file("empty.mp4", 0)]);
    expect(item()).toMatchObject({ state: "refused", problem: { kind: "empty" } });
  });

  it("sends nothing before it is told to", () => {
    queue.add([file("a.mp4")]);
    expect(states()).toEqual(["draft"]);
    expect(transfers).toEqual([]);
  });

  it("asks for a title instead of sending without one", () => {
    queue.add([file("a.mp4")]);
    queue.edit(1, { title: "  " });
    queue.startDrafts();
    expect(item()).toMatchObject({ state: "draft", problem: { kind: "untitled" } });
    queue.edit(1, { title: "A" });
    queue.startDrafts();
    expect(transfers.map((transfer) => transfer.details.title)).toEqual(["A"]);
  });

  it("sends two at once, the next when one is done", () => {
    queue.add([file("a"), file("b"), file("c")]);
    queue.startDrafts();
    expect(states()).toEqual(["sending", "sending", "waiting"]);
    transfers[0]!.events.onDone(7);
    expect(states()).toEqual(["done", "sending", "sending"]);
    expect(arrivals).toBe(1);
    expect(item().videoId).toBe(7);
  });

  it("tells how long it will take", () => {
    queue.add([file("a", 1000)]);
    queue.startDrafts();
    transfers[0]!.events.onProgress(0);
    clock = 1000;
    transfers[0]!.events.onProgress(100);
    expect(item()).toMatchObject({ sentBytes: 100, state: "sending" });
    expect(item().secondsLeft).toBeCloseTo(9);
  });

  it("says that the server is checking once everything is sent", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    transfers[0]!.events.onProgress(100);
    expect(states()).toEqual(["finishing"]);
  });

  it("pauses, lets another one go meanwhile, and resumes with a new transfer", () => {
    queue.add([file("a"), file("b"), file("c")]);
    queue.startDrafts();
    queue.pause(1);
    expect(transfers[0]!.calls).toEqual(["start", "pause"]);
    expect(states()).toEqual(["paused", "sending", "sending"]);
    transfers[1]!.events.onDone(null);
    queue.resume(1);
    expect(states()).toEqual(["sending", "done", "sending"]);
    expect(transfers).toHaveLength(4);
  });

  it("does not listen to a transfer that was paused", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    queue.pause(1);
    transfers[0]!.events.onProgress(50);
    transfers[0]!.events.onDone(3);
    expect(item()).toMatchObject({ state: "paused", sentBytes: 0, videoId: null });
    expect(arrivals).toBe(0);
  });

  it("keeps what was sent when the connection is lost, and goes on when it is back", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    transfers[0]!.events.onProgress(40);
    transfers[0]!.events.onProblem({ kind: "connection" }, false);
    expect(item()).toMatchObject({ state: "interrupted", sentBytes: 40 });
    queue.resumeInterrupted();
    expect(states()).toEqual(["sending"]);
  });

  it("does not go on by itself when the session ended", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    transfers[0]!.events.onProblem({ kind: "signed_out" }, false);
    queue.resumeInterrupted();
    expect(states()).toEqual(["interrupted"]);
  });

  it("keeps the server's words, and lets the details be mended", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    transfers[0]!.events.onProblem({ kind: "refused", words: ["The characters < and > are not allowed."] }, true);
    expect(item()).toMatchObject({ state: "refused", problem: { words: ["The characters < and > are not allowed."] } });
    queue.mend(1);
    expect(states()).toEqual(["draft"]);
  });

  it("has the server forget what is cancelled, and sends the next", () => {
    queue.add([file("a"), file("b"), file("c")]);
    queue.startDrafts();
    queue.remove(1);
    expect(transfers[0]!.calls).toEqual(["start", "discard"]);
    expect(states()).toEqual(["sending", "sending"]);
  });

  it("has the server forget a paused one that is cancelled", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    queue.pause(1);
    queue.remove(1);
    expect(transfers[0]!.calls).toEqual(["start", "pause", "discard"]);
  });

  it("leaves a finished one at the server when it is taken off the list", () => {
    queue.add([file("a")]);
    queue.startDrafts();
    transfers[0]!.events.onDone(1);
    queue.remove(1);
    expect(transfers[0]!.calls).toEqual(["start"]);
    expect(queue.getItems()).toEqual([]);
  });

  it("knows whether leaving the page would stop something", () => {
    queue.add([file("a")]);
    expect(queue.isBusy()).toBe(false);
    queue.startDrafts();
    expect(queue.isBusy()).toBe(true);
    transfers[0]!.events.onDone(1);
    expect(queue.isBusy()).toBe(false);
  });
});
