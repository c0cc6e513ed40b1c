import type { Page } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

/** Notes the keys that a page connects with: its own, and the ones that LiveKit gave it since. */
async function noteKeys(page: Page): Promise<Set<string>> {
  const keys = new Set<string>();
  page.on("websocket", (socket) => {
    const key = new URL(socket.url()).searchParams.get("access_token");
    if (key) keys.add(key);
  });
  return keys;
}

/** Tries a key at the signalling gate, as the page itself would. */
function tryKey(page: Page, key: string): Promise<number> {
  return page.evaluate(async (token) => (await fetch(`/rtc/v1/validate?access_token=${token}`)).status, key);
}

async function choose(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

test("who is removed comes back only through a host, who is banned not at all, whatever key they hold", async ({ newPerson, openPage }) => {
  const [ada, mallory] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Mallory" })]);
  const { slug } = await createRoomWith([[ada, "owner"]]);
  const [adaPage, malloryPage] = await Promise.all([openPage(ada), openPage(mallory)]);
  const keys = await noteKeys(malloryPage);
  const [adaCall, malloryCall] = await Promise.all([CallView.open(adaPage, slug), CallView.open(malloryPage, slug)]);
  await adaCall.enter({ microphone: false, camera: false });
  await malloryCall.enter({ microphone: false, camera: false });

  await adaPage.getByRole("button", { name: "Open people" }).click();
  await choose(adaPage, "Mallory", "Remove from the call");
  await adaPage.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(malloryPage.getByRole("heading", { name: "You were removed from this call" })).toBeVisible({ timeout: 30_000 });
  await expect(adaCall.tiles).toHaveCount(1);
  expect(keys.size).toBeGreaterThan(0);
  for (const key of keys) expect(await tryKey(malloryPage, key)).toBe(403);

  const banned = await adaPage.evaluate(
    async ([path, identity]) => (await fetch(path!, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ identity, ban: true }) })).status,
    [`/api/rooms/${slug}/call/remove/`, `u${mallory.userId}`],
  );
  expect(banned).toBe(200);
  const asked = await malloryPage.request.post(`/api/rooms/${slug}/token/`, { data: {}, headers: { origin: process.env.APP_URL as string } });
  expect([asked.status(), ((await asked.json()) as { code: string }).code]).toEqual([403, "banned"]);
  for (const key of keys) expect(await tryKey(malloryPage, key)).toBe(403);

  await adaPage.getByText("Banned people").click();
  await adaPage.getByRole("button", { name: "Lift ban" }).click();
  await expect(adaPage.getByText("Nobody is banned.")).toBeVisible();
});

test("who is in the call of a room that is deleted is told that it is over", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { id, slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const call = await CallView.open(await openPage(grace), slug);
  await call.enter({ microphone: false, camera: false });
  const deleted = await (await openPage(ada)).request.delete(`/api/rooms/${id}/`, { headers: { origin: process.env.APP_URL as string } });
  expect(deleted.status()).toBe(204);
  await expect(call.page.getByRole("heading", { name: "This call is over" })).toBeVisible({ timeout: 90_000 });
});

test("a host mutes, locks, says who may send what, makes another a host, and ends the call", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { id, slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [adaPage, gracePage] = await Promise.all([openPage(ada), openPage(grace)]);
  const [adaCall, graceCall] = await Promise.all([CallView.open(adaPage, slug), CallView.open(gracePage, slug)]);
  await adaCall.enter({ microphone: false, camera: false });
  await graceCall.enter();
  const graceTile = adaCall.tileOf(`u${grace.userId}`);
  await adaPage.getByRole("button", { name: "Open people" }).click();
  const forHosts = async (name: string) => {
    await adaPage.getByRole("button", { name: "More for hosts" }).click();
    await adaPage.getByRole("menuitem", { name }).click();
  };

  await test.step("silences one, stops every camera and locks", async () => {
    await choose(adaPage, "Grace", "Mute");
    await expect(gracePage.getByRole("button", { name: "Turn on microphone" })).toBeVisible({ timeout: 30_000 });
    await expect(graceTile.locator("video")).toHaveCount(1);
    await forHosts("Stop all cameras");
    await expect(gracePage.getByRole("button", { name: "Turn on camera" })).toBeVisible({ timeout: 30_000 });
    await expect(graceTile.locator("video")).toHaveCount(0);
    await adaPage.getByRole("button", { name: "Lock", exact: true }).click();
    await expect(gracePage.getByRole("img", { name: "The call is locked" })).toBeVisible({ timeout: 30_000 });
  });

  await test.step("cameras for hosts only: one that is on ends, the bar follows, and those inside stay", async () => {
    await gracePage.getByRole("button", { name: "Turn on camera" }).click();
    await expect(graceTile.locator("video")).toHaveCount(1);
    const changed = await adaPage.request.patch(`/api/rooms/${id}/`, { data: { access_level: "restricted" }, headers: { origin: process.env.APP_URL as string } });
    expect(changed.status()).toBe(200);
    await forHosts("What people may do");
    const dialog = adaPage.getByRole("dialog", { name: "What people may do" });
    await dialog.getByRole("switch", { name: "Use their camera" }).click();
    await expect(dialog.getByText("Hosts only")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(gracePage.getByRole("button", { name: /^Turn (on|off) camera$/ })).toHaveCount(0, { timeout: 60_000 });
    await expect(graceTile.locator("video")).toHaveCount(0, { timeout: 60_000 });
    await expect(graceCall.leave).toBeVisible();
    await expect(adaPage.getByRole("button", { name: "Turn on camera" })).toBeVisible();
  });

  await test.step("who is made a host has what hosts have, at once", async () => {
    await choose(adaPage, "Grace", "Make a host");
    await expect(gracePage.getByRole("button", { name: "Turn on camera" })).toBeVisible({ timeout: 60_000 });
    await gracePage.getByRole("button", { name: "Open people" }).click();
    await expect(gracePage.getByRole("button", { name: "Mute everyone" })).toBeVisible();
    await choose(adaPage, "Grace", "No longer a host");
    await expect(gracePage.getByRole("button", { name: "Mute everyone" })).toHaveCount(0);
  });

  await test.step("a host's way out asks first, and Escape takes the question back", async () => {
    const end = adaPage.getByRole("menuitem", { name: "End for everyone" });
    await adaCall.leave.click();
    await expect(end).toBeVisible();
    await adaPage.keyboard.press("Escape");
    await expect(end).toHaveCount(0);
    await expect(adaCall.leave).toBeVisible();
    await adaCall.leave.click();
    await end.click();
    for (const page of [adaPage, gracePage]) await expect(page.getByRole("heading", { name: "This call is over" })).toBeVisible({ timeout: 30_000 });
  });
});
