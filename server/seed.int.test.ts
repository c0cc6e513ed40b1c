import { count } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { jobEvent } from "@/db/schema/engine";
import { roomMember } from "@/db/schema/rooms";
import { video } from "@/db/schema/videos";
import { signIn } from "@/lib/accounts/commands/sign-in";
import { seedDemo } from "@/server/seed";

test("the demo has people who can sign in, a room with all of them and a film to be processed; a second start changes nothing", async () => {
  const accounts = await seedDemo();
  const rows = async () => Promise.all([user, roomMember, video, jobEvent].map(async (table) => (await db().select({ n: count() }).from(table))[0]!.n));
  expect(await rows()).toEqual([3, 3, 1, 1]);
  const [film] = await db().select().from(video);
  expect([film!.processingStatus, film!.sourceSizeBytes > 10_000]).toEqual(["pending", true]);
  expect(await seedDemo()).toEqual(accounts);
  expect(await rows()).toEqual([3, 3, 1, 1]);
  expect(accounts.map((account) => account.role)).toEqual(["admin", "user", "user"]);
  for (const { email, password } of accounts) expect(await signIn({ kind: "anonymous", address: "203.0.113.1", requestId: null }, { email, password, userAgent: null })).toMatchObject({ email });
}, 60_000);
