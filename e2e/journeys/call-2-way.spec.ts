import type { Page } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

test("two people join a room's call, see and hear each other, and notice who leaves", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]], { name: "Design review" });

  const adaCall = await CallView.open(await openPage(ada), slug, { isFull: true });
  await expect(adaCall.page.getByText("Nobody is here yet.")).toBeVisible();
  await adaCall.enter();
  const graceCall = await CallView.open(await openPage(grace), slug, { isFull: true });
  await expect(graceCall.page.getByText("Ada is inside.")).toBeVisible();
  await graceCall.enter();

  await Promise.all([adaCall.expectShown(`u${grace.userId}`), graceCall.expectShown(`u${ada.userId}`)]);
  await Promise.all([adaCall.expectMovingVideo(), graceCall.expectMovingVideo()]);
  await Promise.all([adaCall.expectSound(), graceCall.expectSound()]);
  await expect(adaCall.page.getByText("2 people")).toBeVisible();

  await graceCall.page.getByRole("button", { name: "Turn off microphone" }).click();
  await expect(adaCall.tileOf(`u${grace.userId}`).getByRole("img", { name: "Microphone off" })).toBeVisible();

  await graceCall.leave.click();
  await expect(adaCall.tileOf(`u${grace.userId}`)).toHaveCount(0);
  await expect(adaCall.tiles).toHaveCount(1);
  await expect(graceCall.page).toHaveURL(new RegExp(`/r/${slug}$`), { timeout: 30_000 });
});

/** The window in which a browser lets choose what is shared cannot be used by a test: this gives a picture and a tone. */
async function giveTabWithSound(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const sound = context.createMediaStreamDestination();
      tone.connect(sound);
      tone.start();
      return new MediaStream([...document.createElement("canvas").captureStream(1).getTracks(), ...sound.stream.getTracks()]);
    };
  });
}

test("a shared screen is large for the others and ends when its owner stops it; sound can be shared alone", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [adaCall, graceCall] = await Promise.all([CallView.open(await openPage(ada), slug), CallView.open(await openPage(grace), slug)]);
  await adaCall.enter({ microphone: false, camera: false });
  await graceCall.enter({ microphone: false, camera: false });

  await adaCall.page.getByRole("button", { name: "Share your screen" }).click();
  await expect(adaCall.page.getByText("You are sharing your screen.")).toBeVisible();
  await graceCall.expectShown(`u${ada.userId}`, "screen_share");
  await expect(graceCall.page.getByText("Screen of Ada", { exact: true })).toBeVisible();

  await adaCall.page.getByRole("group", { name: "Call controls" }).getByRole("button", { name: "Stop sharing" }).click();
  await expect(graceCall.tileOf(`u${ada.userId}`, "screen_share")).toHaveCount(0);

  await giveTabWithSound(adaCall.page);
  await adaCall.page.getByRole("button", { name: "More", exact: true }).click();
  await adaCall.page.getByRole("menuitem", { name: "Share sound alone" }).click();
  await expect(graceCall.page.getByText("Ada shares sound.")).toBeVisible();
  await graceCall.expectSound();
  await expect(graceCall.tileOf(`u${ada.userId}`, "screen_share")).toHaveCount(0);
  await adaCall.page.getByRole("status").getByRole("button", { name: "Stop sharing sound" }).click();
  await expect(graceCall.page.getByText("Ada shares sound.")).toBeHidden();
});

test("the same person in two windows: the newer one is in the call, the older one waits to be continued", async ({ newPerson, openBrowser }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]]);
  const browser = await openBrowser(ada);
  const first = await CallView.open(await browser.newPage(), slug);
  await first.enter({ camera: false });
  await first.page.getByRole("button", { name: "Turn off microphone" }).click();
  await expect(first.page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
  const second = await CallView.open(await browser.newPage(), slug);
  await second.enter({ microphone: false, camera: false });

  await expect(first.page.getByRole("heading", { name: "You are in this call in another window" })).toBeVisible();
  await expect(second.tiles).toHaveCount(1);
  await first.page.getByRole("button", { name: "Continue here" }).click();
  await expect(second.page.getByRole("heading", { name: "You are in this call in another window" })).toBeVisible();
  await expect(first.leave).toBeVisible();
  await expect(first.tiles).toHaveCount(1);
  // What was turned off during the call stays off, though it was on at the door.
  await first.turnOn("camera");
  await expect(first.page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
});

test("without a microphone or camera, or with both refused, a person is told so and joins all the same", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]]);
  const page = await openPage(ada);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      throw new DOMException("", constraints?.video ? "NotFoundError" : "NotAllowedError");
    };
  });
  const view = await CallView.open(page, slug);
  await page.getByRole("button", { name: "Turn on microphone" }).click();
  await expect(page.getByText("Your browser does not let this page use the microphone.")).toBeVisible();
  await page.getByRole("button", { name: "Turn on camera" }).click();
  await expect(page.getByText("No camera was found.")).toBeVisible();
  await view.join.click();
  await expect(view.leave).toBeVisible();
  await expect(view.tileOf(`u${ada.userId}`)).toBeVisible();
});

test("the room's chat is beside the call: what one writes the other is told of and reads", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [adaCall, graceCall] = await Promise.all([CallView.open(await openPage(ada), slug), CallView.open(await openPage(grace), slug)]);
  for (const call of [adaCall, graceCall]) await call.enter({ microphone: false, camera: false });
  const chatOf = ({ page }: CallView, name: string) => page.getByRole("group", { name: "Call controls" }).getByRole("button", { name, exact: true });
  await expect(chatOf(graceCall, "Open chat")).toBeVisible();
  await chatOf(adaCall, "Open chat").click();
  await adaCall.page.getByRole("complementary").getByRole("textbox").fill("The plan is in the files.");
  await adaCall.page.keyboard.press("Enter");
  await chatOf(graceCall, "Open chat, 1 new message").click();
  await expect(graceCall.page.getByRole("log").getByText("The plan is in the files.")).toBeVisible();
  await chatOf(graceCall, "Close chat").click();
  await expect(chatOf(graceCall, "Open chat")).toBeVisible();
});

test("a stranger is sent to sign in where only accounts may come, and someone outside a restricted room can only ask", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson(), newPerson()]);
  const { slug: inner } = await createRoomWith([[ada, "owner"]], { accessLevel: "authenticated" });
  const { slug } = await createRoomWith([[ada, "owner"]], { accessLevel: "restricted" });
  const stranger = await openPage(null);
  await stranger.goto(`/r/${inner}/call`);
  await expect(stranger).toHaveURL(new RegExp(`/login\\?next=${encodeURIComponent(`/r/${inner}/call`)}`));
  const other = await openPage(grace);
  await other.goto(`/r/${slug}/call`);
  await expect(other.getByRole("button", { name: "Ask to join" })).toBeVisible();
  const token = await other.request.post(`/api/rooms/${slug}/token/`, { data: {} });
  expect([token.status(), ((await token.json()) as { lobby: { state: string } }).lobby.state]).toEqual([202, "waiting"]);
});
