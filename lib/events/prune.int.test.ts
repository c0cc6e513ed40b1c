import { sql as statement } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { rateLimit } from "@/db/schema/accounts";
import { livekitWebhook } from "@/db/schema/calls";
import { roomEvent } from "@/db/schema/rooms";
import { pruneWebhooks } from "@/lib/calls/webhook";
import { pruneRoomEvents } from "@/lib/events/prune";
import { pruneLimits } from "@/lib/platform/limiter";

const ago = (text: string) => statement`now() - ${text}::interval`;

test("events that are no longer replayed go, newer ones of the same room stay", async () => {
  const { id } = await createRoomWith([]);
  await db().insert(roomEvent).values([["8 days", 1], ["7 days 1 minute", 2], ["6 days", 3]].map(([age, version]) => ({ roomId: id, version: version as number, type: "test", body: {}, createdAt: ago(age as string) as unknown as Date })));
  expect(await pruneRoomEvents()).toBe(2);
  expect((await db().select({ version: roomEvent.version }).from(roomEvent)).map((row) => row.version)).toEqual([3]);
});

test("webhooks of yesterday and counters of closed windows go, current ones stay", async () => {
  await db().insert(livekitWebhook).values([{ id: "old", event: "x", receivedAt: ago("25 hours") as unknown as Date }, { id: "new", event: "x" }]);
  await db().insert(rateLimit).values([{ key: "closed", count: 9, resetAt: ago("1 second") as unknown as Date }, { key: "open", count: 9, resetAt: ago("-1 hour") as unknown as Date }]);
  expect([await pruneWebhooks(), await pruneLimits()]).toEqual([1, 1]);
  expect((await db().select({ id: livekitWebhook.id }).from(livekitWebhook)).map((row) => row.id)).toEqual(["new"]);
  expect((await db().select({ key: rateLimit.key }).from(rateLimit)).map((row) => row.key)).toEqual(["open"]);
});
