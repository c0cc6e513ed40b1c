import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { Outbox, type Kept } from "@/components/notes/outbox";

class FakeStorage implements Kept {
  readonly entries = new Map<string, string>();
  get length() {
    return this.entries.size;
  }
  key = (index: number) => [...this.entries.keys()][index] ?? null;
  getItem = (key: string) => this.entries.get(key) ?? null;
  setItem = (key: string, value: string) => void this.entries.set(key, value);
  removeItem = (key: string) => void this.entries.delete(key);
}

let storage: FakeStorage;
let doc: Y.Doc;
beforeEach(() => {
  storage = new FakeStorage();
  doc = new Y.Doc();
});

function type(text: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.getText("t").insert(doc.getText("t").length, text);
  return Y.encodeStateAsUpdate(doc, before);
}

function read(...changes: (Uint8Array | null)[]): string {
  const other = new Y.Doc();
  for (const change of changes) if (change) Y.applyUpdate(other, change);
  return other.getText("t").toString();
}

test("what waits goes as one, one after the other, and is forgotten when it is acknowledged", () => {
  const box = new Outbox(storage, "u1.7", "a");
  box.add(type("a"));
  box.add(type("b"));
  const first = box.take();
  expect(read(first)).toBe("ab");
  box.add(type("c"));
  expect(box.take()).toBeNull();
  expect(storage.entries.size).toBe(1);
  box.acknowledge();
  expect(read(first, box.take())).toBe("abc");
  box.acknowledge();
  expect([box.isEmpty, storage.entries.size]).toEqual([true, 0]);
});

test("what was on its way when the connection broke is sent again", () => {
  const box = new Outbox(storage, "u1.7", "a");
  box.add(type("a"));
  box.take();
  box.add(type("b"));
  box.putBack();
  expect(read(box.take())).toBe("ab");
});

test("the next tab of the same person sends what an earlier one could not, and only then it is forgotten", () => {
  const closed = new Outbox(storage, "u1.7", "a");
  closed.add(type("offline"));
  closed.take();
  new Outbox(storage, "u1.70", "x").add(type("other room"));
  const next = new Outbox(storage, "u1.7", "b");
  expect(read(next.adopt())).toBe("offline");
  expect(read(next.take())).toBe("offline");
  expect(storage.entries.size).toBe(2);
  next.acknowledge();
  expect([...storage.entries.keys()]).toEqual(["atrium.notes.u1.70.x"]);
  expect(new Outbox(storage, "u2.7", "c").adopt()).toBeNull();
});

test("broken and closed storage loses nothing of this tab", () => {
  storage.setItem("atrium.notes.u1.7.old", "%%%");
  storage.setItem("atrium.notes.u1.7.odd", btoa("no change"));
  const box = new Outbox(storage, "u1.7", "a");
  expect(box.adopt()).toBeNull();
  storage.setItem = () => {
    throw new Error("full");
  };
  box.add(type("kept"));
  expect(read(box.take())).toBe("kept");
  const closed = new Outbox(null, "u1.7", "a");
  expect(closed.adopt()).toBeNull();
  closed.add(type("!"));
  expect(closed.isEmpty).toBe(false);
});

test("what may not be written any more is discarded everywhere", () => {
  new Outbox(storage, "u1.7", "old").add(type("x"));
  const box = new Outbox(storage, "u1.7", "a");
  box.adopt();
  box.add(type("y"));
  box.discard();
  expect([box.isEmpty, storage.entries.size]).toEqual([true, 0]);
});
