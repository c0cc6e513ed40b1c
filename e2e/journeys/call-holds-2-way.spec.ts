import type { Page } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

type Hooks = { tracks: MediaStreamTrack[]; areDevicesGone: boolean; said: string[]; aheadMs: number; isCut: boolean; sockets: WebSocket[] };

/** What this test needs to do to a browser: take devices out, cut the line, note what is announced, put the clock forward. */
async function takeHold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const hooks: Hooks = { tracks: [], areDevicesGone: false, said: [], aheadMs: 0, isCut: false, sockets: [] };
    Object.assign(window, { hooksOfTest: hooks });
    const media = navigator.mediaDevices;
    const [open, list] = [media.getUserMedia.bind(media), media.enumerateDevices.bind(media)];
    media.getUserMedia = async (constraints) => {
      if (hooks.areDevicesGone) throw new DOMException("", "NotFoundError");
      const stream = await open(constraints);
      hooks.tracks.push(...stream.getTracks());
      return stream;
    };
    media.enumerateDevices = async () => (hooks.areDevicesGone ? [] : list());
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(hooks.isCut ? "ws://localhost:1/" : url, protocols);
        hooks.sockets.push(this);
      }
    };
    const clock = Date.now.bind(Date);
    Date.now = () => clock() + hooks.aheadMs;
    new MutationObserver(() => {
      const said = document.querySelector("[data-announcer]")?.textContent;
      if (said && hooks.said.at(-1) !== said) hooks.said.push(said);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** As when the plug is pulled: the track is over, and says so. */
const unplug = (page: Page, kind: "audio" | "video") =>
  page.evaluate((wanted) => {
    const { tracks } = (window as unknown as { hooksOfTest: Hooks }).hooksOfTest;
    for (const track of tracks.filter((each) => each.kind === wanted && each.readyState === "live")) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  }, kind);
const setHooks = (page: Page, part: Partial<Hooks>) => page.evaluate((values) => void Object.assign((window as unknown as { hooksOfTest: Hooks }).hooksOfTest, values), part);
const said = (page: Page) => page.evaluate(() => (window as unknown as { hooksOfTest: Hooks }).hooksOfTest.said);

test("a call holds up: devices are unplugged, the line is lost for good and comes back, and who is left alone is asked and goes", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const page = await openPage(ada);
  await takeHold(page);
  let isCut = false;
  // A gate that says no ends LiveKit's own tries at once; without an answer they take most of a minute.
  await page.route(/\/rtc\/.*validate/, (route) => (isCut ? route.fulfill({ status: 401, body: "" }) : route.continue()));
  const call = await CallView.open(page, slug, { isFull: true });
  await call.enter();
  const other = await CallView.open(await openPage(grace), slug);
  await other.enter({ microphone: false, camera: false });
  await other.expectShown(`u${ada.userId}`);

  await test.step("a screen reader hears what it was not told to leave out", async () => {
    await expect.poll(() => said(page)).toContain("Grace joined.");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Settings" });
    await dialog.getByRole("switch", { name: "Raised hands" }).click();
    await dialog.getByRole("button", { name: "Close", exact: true }).click();
    await other.page.getByRole("button", { name: "Raise your hand" }).click();
    await expect(call.tileOf(`u${grace.userId}`).getByRole("img", { name: /raised a hand/ })).toBeVisible();
    await other.page.getByRole("button", { name: "React", exact: true }).click();
    await other.page.getByRole("menuitem", { name: "Applause" }).click();
    await expect.poll(() => said(page)).toContain("Grace: Applause");
    expect((await said(page)).filter((text) => text.includes("hand"))).toEqual([]);
  });

  await test.step("another camera takes over; without another microphone it is said, and both come back", async () => {
    await unplug(page, "video");
    await expect(page.getByText(/^Your camera is gone. You are seen through another one now/)).toBeVisible();
    await other.expectMovingVideo();
    await page.getByRole("button", { name: "All right" }).click();
    await setHooks(page, { areDevicesGone: true });
    await unplug(page, "audio");
    await expect(page.getByText("No microphone was found. Plug one in, then turn it on again.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
    await setHooks(page, { areDevicesGone: false });
    await page.getByRole("button", { name: "All right" }).click();
    await page.getByRole("button", { name: "Turn on microphone" }).click();
    await other.expectSound();
  });

  await test.step("a line that cannot be mended is taken up anew by itself, with what was on", async () => {
    isCut = true;
    await setHooks(page, { isCut });
    await page.getByRole("button", { name: "Turn off microphone" }).click();
    await page.evaluate(() => (window as unknown as { hooksOfTest: Hooks }).hooksOfTest.sockets.forEach((socket) => socket.close()));
    await expect(page.getByRole("heading", { name: "The connection was lost" })).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText("Trying to come back by itself…")).toBeVisible();
    isCut = false;
    await setHooks(page, { isCut });
    await expect(page.getByRole("button", { name: "Turn off camera" })).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
    await other.expectShown(`u${ada.userId}`);
  });

  await test.step("who is left alone is asked after a while, may stay, and goes without an answer", async () => {
    await other.go();
    await expect(call.tiles).toHaveCount(1);
    const question = page.getByRole("dialog", { name: "You are the only one here" });
    const minutes = (count: number) => setHooks(page, { aheadMs: count * 60_000 });
    // It is noticed within a second that one is alone; only then does the clock jump.
    await expect(async () => {
      await setHooks(page, { aheadMs: 0 });
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
      await minutes(6);
      await expect(question).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 60_000 });
    await question.getByRole("button", { name: "Stay" }).last().click();
    await expect(question).toBeHidden();
    await minutes(12);
    await expect(question).toBeVisible();
    await minutes(15);
    await expect(page.getByRole("heading", { name: "You left the call" })).toBeVisible();
    await expect(page.getByText("Nobody else was here for a while.")).toBeVisible();
  });
});
