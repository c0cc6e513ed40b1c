import { describe, expect, it } from "vitest";
import type { UploadAnswer } from "@/components/chat/files/file-api";
import { FileTray } from "@/components/chat/files/file-tray";
import type { Attachment } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";

const attachmentOf = (name: string): Attachment => ({ id: name, kind: "file", name, type: "x", size: 1, url: `/${name}` });

/** A tray with uploads that end when they are told to. */
function trayOf() {
  const under = new Map<string, { answer: (answer: UploadAnswer) => void; tell: (part: number) => void }>();
  const [aborted, discarded, forgotten]: [string[], string[], string[]] = [[], [], []];
  const tray = new FileTray({
    upload: (file, tell) => {
      let answer: (answer: UploadAnswer) => void = () => undefined;
      const done = new Promise<UploadAnswer>((resolve) => (answer = resolve));
      under.set(file.name, { answer, tell });
      return { done, abort: () => void aborted.push(file.name) };
    },
    discard: ({ name }) => void discarded.push(name),
    localUrlOf: ({ name }) => `blob:${name}`,
    forget: (url) => void forgotten.push(url),
  });
  const end = async (name: string, answer: UploadAnswer = { attachment: attachmentOf(name) }) => {
    under.get(name)?.answer(answer);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { tray, under, end, aborted, discarded, forgotten, shown: () => tray.items.map((item) => `${item.name} ${item.state === "sending" ? item.part : item.state}`) };
}
const file = (name: string, size = 1) => new File([new Uint8Array(size)], name);

describe("the files of a message that is being written", () => {
  it("go up two at a time, in the order of choosing, and say how far they are", async () => {
    const { tray, under, end, shown } = trayOf();
    expect(tray.add([file("a"), file("b"), file("c")])).toBe(0);
    under.get("a")?.tell(0.5);
    expect(shown()).toEqual(["a 0.5", "b 0", "c waiting"]);
    await end("a");
    expect([shown(), tray.isBusy]).toEqual([["a ready", "b 0", "c 0"], true]);
    await end("c");
    await end("b");
    expect(tray.isBusy).toBe(false);
    expect(tray.take().map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(tray.items).toEqual([]);
  });

  it("are taken out one by one: what is on its way is ended, what is there already is given back, also when it arrives late", async () => {
    const { tray, end, aborted, discarded, forgotten, shown } = trayOf();
    tray.add([file("a"), file("b"), file("c")]);
    await end("a");
    for (const item of tray.items.slice(0, 2)) tray.remove(item.key);
    expect([aborted, discarded, shown(), forgotten]).toEqual([["b"], ["a"], ["c 0"], ["blob:a", "blob:b"]]);
    await end("b");
    expect([discarded, shown()]).toEqual([["a", "b"], ["c 0"]]);
    tray.clear();
    expect([aborted, tray.items]).toEqual([["b", "c"], []]);
  });

  it("that failed say why, stay when the others are sent, and can be tried again", async () => {
    const { tray, end, shown } = trayOf();
    tray.add([file("a"), file("b")]);
    await end("a", { problem: "lost" });
    await end("b");
    expect(tray.items[0]).toMatchObject({ state: "failed", problem: "lost" });
    expect(tray.take().map(({ name }) => name)).toEqual(["b"]);
    tray.retry(tray.items[0]!.key);
    expect(shown()).toEqual(["a 0"]);
    await end("a");
    expect(tray.take().map(({ name }) => name)).toEqual(["a"]);
  });

  it("are as many as a message carries; what is empty or too large is not sent at all", () => {
    const { tray, under } = trayOf();
    const huge = new Proxy(file("huge"), { get: (target, key) => (key === "size" ? settings.fileMaxBytes + 1 : (Reflect.get(target, key, target) as unknown)) });
    expect(tray.add([file("empty", 0), huge, ...Array.from({ length: 12 }, (_, n) => file(`f${n}`))])).toBe(14 - settings.filesPerMessage);
    expect(tray.items.slice(0, 2)).toMatchObject([{ problem: "empty" }, { problem: "too_large" }]);
    expect([...under.keys()]).toEqual(["f0", "f1"]);
  });

  it("tell who listens with a new list each time", () => {
    const { tray, under } = trayOf();
    const seen: unknown[] = [];
    const stop = tray.subscribe(() => seen.push(tray.snapshot()));
    tray.add([file("a")]);
    under.get("a")?.tell(0.3);
    stop();
    under.get("a")?.tell(0.6);
    expect([seen.length, seen[0] === seen[1]]).toEqual([2, false]);
  });
});
