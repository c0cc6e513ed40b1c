import { readFileSync } from "node:fs";
import path from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { roomEvent } from "@/db/schema/rooms";
import { expect, test } from "@/e2e/fixtures";
import { newVideo } from "@/e2e/media/library";
import { CallView } from "@/e2e/pages/call";
import { expectStanding, expectTogether, WatchView } from "@/e2e/pages/watch";

/** The media server of this run, and no other: its supervisor notes the number. */
const livekitPid = () => Number(readFileSync(path.join(process.env.DATA_DIR as string, "livekit.pid"), "utf8"));

/** A busy machine, the supervisor's pause and a client's growing pauses; the job looks each minute. */
const patience = { timeout: 120_000 };

test("while LiveKit hangs nobody waits for it: a key is refused in words, a decision about a call stands", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const [called, other] = await Promise.all([createRoomWith([[ada, "owner"]]), createRoomWith([[ada, "owner"]])]);
  const page = await openPage(ada);
  await (await CallView.open(page, called.slug)).enter({ microphone: false, camera: false });
  const post = async (path: string, data: object) => {
    const response = await page.request.post(path, { data, headers: { origin: process.env.APP_URL as string }, timeout: 60_000 });
    return { status: response.status(), body: (await response.json()) as Record<string, unknown> };
  };
  await expect.poll(async () => (await post(`/api/rooms/${called.slug}/call/lock/`, { locked: false })).status).toBe(200);
  const hanging = livekitPid();
  process.kill(hanging, "SIGSTOP");
  try {
    expect(await post(`/api/rooms/${other.slug}/token/`, {})).toMatchObject({ status: 502, body: { detail: "Calls are not available right now. Please try again in a moment." } });
    expect(await post(`/api/rooms/${called.slug}/call/lock/`, { locked: true })).toEqual({ status: 200, body: { livekit_synced: false } });
  } finally {
    process.kill(hanging, "SIGCONT");
  }
  await expect(page.getByRole("img", { name: "The call is locked" })).toBeVisible(patience);
});

test("LiveKit is killed in a call: people see it, come back by themselves, and who is there is known again; who went meanwhile is gone", async ({ newPerson, openPage }) => {
  const [ada, grace, linus] = await Promise.all([newPerson({ name: "Ada", role: "moderator" }), newPerson({ name: "Grace" }), newPerson({ name: "Linus" })]);
  const { id: roomId, slug } = await createRoomWith([[ada, "owner"], [grace, "member"], [linus, "member"]]);
  const [adaPage, gracePage, linusPage] = await Promise.all([openPage(ada), openPage(grace), openPage(linus)]);
  const [adaCall, graceCall, linusCall] = await Promise.all([CallView.open(adaPage, slug), CallView.open(gracePage, slug), CallView.open(linusPage, slug)]);
  await adaCall.enter({ microphone: false, camera: false });
  await graceCall.enter({ microphone: false });
  await linusCall.enter({ microphone: false, camera: false });
  await adaCall.expectShown(`u${grace.userId}`);
  const inside = async () => (await db().select({ identity: callVisit.identity }).from(callVisit).innerJoin(call, eq(call.id, callVisit.callId)).where(and(eq(call.roomId, roomId), isNull(callVisit.leftAt)))).map(({ identity }) => identity).sort();
  await expect.poll(inside).toEqual([`u${ada.userId}`, `u${grace.userId}`, `u${linus.userId}`].sort());
  const [before] = await db().select().from(call).where(eq(call.roomId, roomId));

  const title = `Harbour ${ada.userId}`;
  const videoId = await newVideo(ada, title, 120);
  const watch = (method: "POST" | "PATCH", data: object) => adaPage.request.fetch(`/api/rooms/${slug}/call/watch/`, { method, data: { video_id: videoId, ...data }, headers: { origin: process.env.APP_URL as string } });
  expect([(await watch("POST", {})).status(), (await watch("PATCH", { position_ms: 6000 })).status()]).toEqual([200, 200]);
  const views = [new WatchView(adaPage, title), new WatchView(gracePage, title)];
  for (const view of views) await expect(view.video).toBeVisible();
  // Where the film begins both stand as well, until they have found the place.
  await expect(async () => expect(Math.abs((await expectStanding(views)) - 6)).toBeLessThan(0.5)).toPass();

  const killed = livekitPid();
  process.kill(killed, "SIGKILL");
  await linusPage.close();
  await expect(adaPage.getByText("The connection was lost. Reconnecting…")).toBeVisible(patience);
  await expect.poll(livekitPid, patience).not.toBe(killed);

  await expect(adaPage.getByText("The connection was lost. Reconnecting…")).toBeHidden(patience);
  await expect(adaCall.tiles).toHaveCount(2, patience);
  await expect(graceCall.tiles).toHaveCount(2, patience);
  await adaCall.expectShown(`u${grace.userId}`);
  await expect.poll(inside, patience).toEqual([`u${ada.userId}`, `u${grace.userId}`].sort());
  // What they watch stands where it stood, and goes on from there for both.
  expect(Math.abs((await expectStanding(views)) - 6)).toBeLessThan(0.5);
  expect((await watch("PATCH", { playing: true })).status()).toBe(200);
  await expectTogether(views, 6);
  // It is the same call: told once in the room, never ended.
  const calls = await db().select().from(call).where(eq(call.roomId, roomId));
  expect(calls).toMatchObject([{ id: before!.id, endedAt: null }]);
  expect(calls[0]!.livekitSid).not.toBe(before!.livekitSid);
  const told = await db().select({ type: roomEvent.type }).from(roomEvent).where(eq(roomEvent.roomId, roomId));
  expect(told.filter(({ type }) => type.startsWith("call_"))).toEqual([{ type: "call_started" }]);
  const state = (await (await adaPage.request.get(`/api/rooms/${slug}/call/`)).json()) as { known: boolean; count: number };
  expect(state).toMatchObject({ known: true, count: 2 });
});
