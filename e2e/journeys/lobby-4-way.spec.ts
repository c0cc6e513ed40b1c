import { eq, sql } from "drizzle-orm";
import type { Page } from "@playwright/test";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { lobbyEntry } from "@/db/schema/lobby";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

const origin = { origin: process.env.APP_URL as string };

/** Somebody without an account asks to be let in. */
async function ask(page: Page, slug: string, name: string): Promise<void> {
  await page.goto(`/r/${slug}/call`);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Ask to join" }).click();
  await expectWaiting(page);
}

const expectWaiting = (page: Page) => expect(page.getByRole("heading", { name: "You are waiting to be let in" })).toBeVisible();
const expectInCall = (page: Page) => expect(page.getByRole("button", { name: "Leave", exact: true })).toBeVisible();
const notices = (page: Page) => page.getByRole("region", { name: "People who wait" });
const rowOf = (page: Page, name: string) => page.getByRole("dialog").getByRole("listitem").filter({ hasText: name });

/** Notes every key of LiveKit that a page holds: those that it connects with, and those that LiveKit itself renews for it. */
function noteKeys(page: Page): { brought: Set<string>; renewed: Set<string> } {
  const keys = { brought: new Set<string>(), renewed: new Set<string>() };
  page.on("websocket", (socket) => {
    const key = new URL(socket.url()).searchParams.get("access_token");
    if (key) keys.brought.add(key);
    socket.on("framereceived", ({ payload }) => {
      for (const [renewed] of payload.toString("latin1").matchAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}/g)) keys.renewed.add(renewed);
    });
  });
  return keys;
}

/** What the gate answers to each of these keys, as the page itself would bring them. */
function tryKeys(page: Page, keys: ReturnType<typeof noteKeys>): Promise<number[]> {
  return page.evaluate((all) => Promise.all(all.map(async (key) => (await fetch(`/rtc/v1/validate?access_token=${key}`)).status)), [...keys.brought, ...keys.renewed]);
}

async function choose(page: Page, name: string, entry: string, yes: string): Promise<void> {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  await page.getByRole("dialog").getByRole("button", { name: yes }).click();
}

test("who waits keeps the place over a reload, hears when a host comes and is let in; once removed they wait again, once banned no key of theirs opens anything", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]], { accessLevel: "restricted", name: "Design review" });
  const [guest, host] = await Promise.all([openPage(null), openPage(ada)]);
  const keys = noteKeys(guest);
  await host.goto("/videos");
  await ask(guest, slug, "Grace");
  await expect(guest.getByText("No host is in the call yet.")).toBeVisible();
  await guest.reload();
  await expectWaiting(guest);
  // The host is elsewhere in the product.
  await expect(notices(host).getByText(/Grace.* is waiting to join .*Design review/)).toBeVisible();
  await notices(host).getByRole("button", { name: "Later" }).click();

  const call = await CallView.open(host, slug);
  await call.enter({ microphone: false, camera: false });
  await expect(guest.getByText("Ada will let you in.")).toBeVisible();
  await guest.getByRole("textbox", { name: "Write to the hosts" }).fill("I am the new colleague.");
  await guest.getByRole("button", { name: "Send" }).click();
  await host.getByRole("button", { name: "1 waiting" }).click();
  await rowOf(host, "Grace").getByRole("button", { name: "Messages (1)" }).click();
  await expect(rowOf(host, "Grace").getByText("I am the new colleague.")).toBeVisible();
  await rowOf(host, "Grace").getByRole("textbox", { name: "Write to Grace" }).fill("Welcome.");
  await rowOf(host, "Grace").getByRole("button", { name: "Send" }).click();
  await expect(guest.getByText("Welcome.")).toBeVisible();
  // Nothing that opens LiveKit before the decision.
  expect([...keys.brought, ...keys.renewed]).toEqual([]);
  await rowOf(host, "Grace").getByRole("button", { name: "Let in" }).click();
  await expectInCall(guest);
  await host.keyboard.press("Escape");
  await expect.poll(() => keys.renewed.size, { message: "LiveKit renews the key" }).toBeGreaterThan(0);
  expect(await tryKeys(guest, keys)).not.toContain(403);

  await host.getByRole("button", { name: "Open people" }).click();
  await choose(host, "Grace", "Remove from the call", "Remove");
  await expect(guest.getByRole("heading", { name: "You were removed from this call" })).toBeVisible();
  expect(new Set(await tryKeys(guest, keys))).toEqual(new Set([403]));
  await guest.goto(`/r/${slug}/call`);
  await guest.getByRole("button", { name: "Ask to join" }).click();
  await expectWaiting(guest);
  await notices(host).getByRole("button", { name: "Let in" }).click();
  await expectInCall(guest);

  await choose(host, "Grace", "Ban from this room’s calls", "Ban");
  await expect(guest.getByRole("heading", { name: "You were removed from this call" })).toBeVisible();
  expect(new Set(await tryKeys(guest, keys))).toEqual(new Set([403]));
  const asked = await guest.request.post(`/api/rooms/${slug}/token/`, { data: { name: "Somebody else" }, headers: origin });
  expect([asked.status(), ((await asked.json()) as { code: string }).code]).toEqual([403, "banned"]);
});

test("one is turned away and the others are let in at once; who waits when the room opens is in, when it closes to guests is told, and who talks goes on talking", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const { id, slug } = await createRoomWith([[ada, "owner"]], { accessLevel: "restricted" });
  const [host, mallory, grace, lin] = await Promise.all([openPage(ada), openPage(null), openPage(null), openPage(null)]);
  const call = await CallView.open(host, slug);
  await call.enter({ microphone: false, camera: false });
  const turnTo = async (accessLevel: string) => expect((await host.request.patch(`/api/rooms/${id}/`, { data: { access_level: accessLevel }, headers: origin })).status()).toBe(200);
  await Promise.all([ask(mallory, slug, "Mallory"), ask(grace, slug, "Grace"), ask(lin, slug, "Lin")]);

  await host.getByRole("button", { name: "3 waiting" }).click();
  await rowOf(host, "Mallory").getByRole("button", { name: "Not now" }).click();
  await expect(mallory.getByRole("heading", { name: "You were not let in" })).toBeVisible();
  await host.getByRole("dialog").getByRole("button", { name: "Let everyone in" }).click();
  await Promise.all([grace, lin].map(expectInCall));
  await expect(call.tiles).toHaveCount(3);

  // Too soon; later they may ask again.
  await mallory.getByRole("button", { name: "Ask again" }).click();
  await expect(mallory.getByText(/many tries in a short time/)).toBeVisible();
  await db().update(lobbyEntry).set({ askedAt: sql`now() - interval '5 minutes'`, decidedAt: sql`now() - interval '2 minutes'` }).where(eq(lobbyEntry.roomId, id));
  await mallory.goto(`/r/${slug}/call`);
  await mallory.getByRole("button", { name: "Ask to join" }).click();
  await expectWaiting(mallory);
  await turnTo("public");
  await expectInCall(mallory);
  await expect(call.tiles).toHaveCount(4);

  await turnTo("restricted");
  await mallory.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(call.tiles).toHaveCount(3);
  await Promise.all([grace, lin].map(expectInCall));
  const zoe = await openPage(null);
  await ask(zoe, slug, "Zoe");
  await turnTo("authenticated");
  await expect(zoe.getByRole("heading", { name: "This room takes no guests now" })).toBeVisible();
  await expect(call.tiles).toHaveCount(3);
});
