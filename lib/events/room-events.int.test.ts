import { asc, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { room, roomEvent } from "@/db/schema/rooms";
import { appendRoomEvent } from "@/lib/events/room-events";
import { publish, subscribe, type BusItem } from "@/lib/platform/listen";

test("events of concurrent transactions take gap-free versions", async () => {
  const { id } = await createRoomWith([]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => transaction((tx) => appendRoomEvent(tx, id, "test", { n }))));
  const rows = await db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
  expect(rows.map((row) => row.version)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

test("a rolled-back transaction leaves no event, no version and sends no wake-up", async () => {
  const { id } = await createRoomWith([]);
  const heard: BusItem[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items), onReset: () => {} });
  await expect(transaction(async (tx) => {
    await appendRoomEvent(tx, id, "test", {});
    throw new Error("changed my mind");
  })).rejects.toThrow("changed my mind");
  await transaction((tx) => appendRoomEvent(tx, id, "kept", {}));
  await vi.waitFor(() => expect(heard).toContainEqual(["rooms", [id, 1]]));
  expect(heard.filter(([topic, payload]) => topic === "rooms" && (payload as number[])[0] === id)).toHaveLength(1);
  const [row] = await db().select({ version: room.version }).from(room).where(eq(room.id, id));
  expect(row?.version).toBe(1);
  stop();
});

test("a burst of wake-ups larger than one NOTIFY arrives whole", async () => {
  const heard: unknown[] = [];
  const stop = await subscribe({ onItems: (items) => heard.push(...items.filter(([topic]) => topic === "burst").map(([, payload]) => payload)), onReset: () => {} });
  const texts = Array.from({ length: 40 }, (_, n) => `${n}:${"é".repeat(600)}`);
  await Promise.all(texts.map((text) => publish("burst", text)));
  await vi.waitFor(() => expect(heard).toEqual(texts));
  stop();
});
