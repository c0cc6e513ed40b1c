import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import WebSocket from "ws";
import * as Y from "yjs";
import { createActor, createRoomWith } from "@/db/factories";
import { notesOf } from "@/lib/core/note-fragment";
import type { NoteAnswer } from "@/lib/notes/contract";
import { exportNotes } from "@/lib/notes/queries";
import { writeParagraph } from "@/lib/notes/testing";
import { cookieOf } from "@/server/gateway/testing";
import { bundleEntry } from "@/server/testing-bundle";

const entry = await bundleEntry("server/gateway/notes.fixture.ts");
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

async function serveNotes(): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, entry, { env: { ...process.env, LOG_LEVEL: "error" }, stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  await vi.waitFor(() => expect(said).toMatch(/^PORT \d+$/m), { timeout: 30_000 });
  return { child, port: /^PORT (\d+)$/m.exec(said)![1]! };
}

/** A tab: sends what the server has not, and what is written later, each under a number. */
class Tab {
  readonly saved = new Set<number>();
  isReady = false;

  constructor(readonly socket: WebSocket, readonly doc: Y.Doc) {
    socket.on("error", () => {});
    socket.once("open", () => socket.send(JSON.stringify({ type: "hello", client: doc.clientID, has: Buffer.from(Y.encodeStateVector(doc)).toString("base64") })));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) return Y.applyUpdate(doc, new Uint8Array(data));
      const answer = JSON.parse(data.toString()) as NoteAnswer;
      if (answer.type === "saved") this.saved.add(answer.number);
      if (answer.type === "ready") this.isReady = true;
    });
  }

  static async open(port: string, roomId: number, cookie: string, doc: Y.Doc): Promise<Tab> {
    const tab = new Tab(new WebSocket(`ws://127.0.0.1:${port}/api/rooms/${roomId}/notes/live`, { headers: { cookie } }), doc);
    await vi.waitFor(() => expect(tab.isReady).toBe(true), { timeout: 30_000 });
    return tab;
  }

  send(number: number, change: Uint8Array): void {
    const bytes = Buffer.alloc(4 + change.length);
    bytes.writeUInt32BE(number);
    bytes.set(change, 4);
    this.socket.send(bytes);
  }
}

test("a process that is killed while somebody writes loses nothing of what it said is saved; the next one takes the rest, and nothing is there twice", async () => {
  const ada = await createActor({ name: "Ada" });
  const { id } = await createRoomWith([[ada, "owner"]]);
  const cookie = await cookieOf(ada);
  const texts = Array.from({ length: 100 }, (_, number) => `line ${number}.`);

  const { child, port } = await serveNotes();
  const doc = new Y.Doc();
  const tab = await Tab.open(port, id, cookie, doc);
  for (const [number, text] of texts.entries()) tab.send(number, writeParagraph(doc, text));
  // In the middle of the others: they were all sent.
  await vi.waitFor(() => expect(tab.saved.size).toBeGreaterThan(20), { timeout: 30_000, interval: 1 });
  child.kill("SIGKILL");
  await once(child, "exit");

  const kept = (await exportNotes(ada, id)).markdown;
  expect(texts.filter((text, number) => tab.saved.has(number) && !kept.includes(text))).toEqual([]);

  const next = await serveNotes();
  const again = await Tab.open(next.port, id, cookie, doc);
  again.send(1000, Y.encodeStateAsUpdate(doc));
  await vi.waitFor(() => expect(again.saved).toContain(1000), { timeout: 30_000 });
  const other = await Tab.open(next.port, id, cookie, new Y.Doc());
  await vi.waitFor(() => expect(notesOf(other.doc).toArray().map((each) => (each as Y.XmlElement).toArray().join(""))).toEqual(texts), { timeout: 30_000 });
});
