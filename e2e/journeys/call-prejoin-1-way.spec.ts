import type { Page } from "@playwright/test";
import sharp from "sharp";
import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

/** How much of the middle of a picture is red and how much green, 0 to 255: the test's camera is green without any red. */
async function colourOf(page: Page, video: string): Promise<{ red: number; green: number }> {
  return page.locator(video).evaluate((element) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 16 });
    const paint = canvas.getContext("2d")!;
    paint.drawImage(element as HTMLVideoElement, 0, 0, 16, 16);
    const [red = 0, green = 0] = paint.getImageData(8, 2, 1, 1).data;
    return { red, green };
  });
}

const redPicture = () => sharp({ create: { width: 64, height: 36, channels: 3, background: "#e01010" } }).png().toBuffer();

/** The picture that is shown is the camera's own, or has the person's red picture behind it. */
const expectOwnPicture = (page: Page, video: string) => expect.poll(async () => (await colourOf(page, video)).red, { message: "red in the picture", timeout: 120_000 }).toBeGreaterThan(120);
const expectCamera = (page: Page, video: string) => expect.poll(async () => (await colourOf(page, video)).red, { message: "red in the picture", timeout: 120_000 }).toBeLessThan(100);

/** What the page sends as its voice or picture, by the browser's own name for where a track comes from. */
const sentBy = (page: Page, kind: "audio" | "video") =>
  page.evaluate(
    (wanted) => (window as unknown as { connectionsOfTest: RTCPeerConnection[] }).connectionsOfTest.flatMap((each) => each.getSenders()).flatMap(({ track }) => (track?.kind === wanted ? [track.label] : [])),
    kind,
  );

// A second camera, to change to. Whoever lists cameras sees both: a worker of its own keeps that from other tests.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const fake = "--use-fake-device-for-media-stream=";
    await use({ ...launchOptions, args: launchOptions.args?.map((each) => (each.startsWith(fake) ? `${each},device-count=2` : each)) });
  },
});

test("at the door a person tries their speaker, puts a picture of their own behind them and takes noise out of their voice; all of it is remembered and can be changed in the call, the camera too", async ({ newPerson, openBrowser }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]], { name: "Design review" });
  const browser = await openBrowser(ada);
  // On a machine without a graphics processor effects are slow, and would go off by themselves before they are looked at; small pictures are enough.
  await browser.addInitScript(() => localStorage.setItem("atrium.call.devices", JSON.stringify({ ...JSON.parse(localStorage.getItem("atrium.call.devices") ?? "{}"), saving: "never", send: "low" })));
  const page = await browser.newPage();
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const view = await CallView.open(page, slug);

  await page.getByRole("button", { name: "Test speaker" }).click();
  await expect(page.getByText("Nothing heard?")).toBeVisible();
  await view.turnOn("microphone");
  await view.turnOn("camera");
  const mirror = "video.mirror";
  await expectCamera(page, mirror);
  expect(loaded.filter((path) => path.startsWith("/effects/"))).toEqual([]);

  await page.getByRole("button", { name: "Background and sound" }).click();
  await page.getByRole("switch", { name: "Suppress noise" }).check();
  await page.getByText("Strong blur").click();
  const picture = page.getByLabel("Own picture");
  await picture.setInputFiles({ name: "large.png", mimeType: "image/png", buffer: Buffer.alloc(2 * 1024 ** 2 + 1) });
  await expect(page.getByText("Use a picture of at most 2 MB.")).toBeVisible();
  await picture.setInputFiles({ name: "red.png", mimeType: "image/png", buffer: await redPicture() });
  await expectOwnPicture(page, mirror);
  // What is not looked at any more leaves its share of the machine to what is.
  await page.close();

  const again = await browser.newPage();
  const second = await CallView.open(again, slug);
  await expect(again.getByRole("button", { name: "Turn off camera" })).toBeVisible();
  await again.getByRole("button", { name: "Background and sound" }).click();
  await expect(again.getByRole("radio", { name: "My picture" })).toBeChecked();
  await expect(again.getByRole("switch", { name: "Suppress noise" })).toBeChecked();

  await second.join.click();
  await expect(second.leave).toBeVisible({ timeout: 60_000 });
  const own = `[data-identity="u${ada.userId}"] video`;
  await expect(again.locator(own)).toBeVisible({ timeout: 60_000 });
  await expectOwnPicture(again, own);
  await expect.poll(() => sentBy(again, "audio"), { message: "the voice comes out of the worklet" }).toEqual(["MediaStreamAudioDestinationNode"]);

  await again.getByRole("button", { name: "More", exact: true }).click();
  await again.getByRole("menuitem", { name: "Background and sound" }).click();
  const dialog = again.getByRole("dialog", { name: "Background and sound" });
  await dialog.getByText("None", { exact: true }).click();
  await dialog.getByRole("switch", { name: "Suppress noise" }).uncheck();
  await expectCamera(again, own);
  await expect.poll(() => sentBy(again, "audio"), { message: "the voice comes from the microphone" }).not.toContain("MediaStreamAudioDestinationNode");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();

  await expect.poll(() => sentBy(again, "video")).toEqual(["fake_device_0"]);
  await again.getByRole("button", { name: "More", exact: true }).click();
  await again.getByRole("menuitem", { name: "Use the other camera" }).click();
  await expect.poll(() => sentBy(again, "video"), { message: "the picture comes from the other camera", timeout: 60_000 }).toEqual(["fake_device_1"]);
});

test("a browser that is refused devices by its system says so, and one that cannot change backgrounds does not offer them", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]]);
  const page = await openPage(ada);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      throw new DOMException(constraints?.video ? "Permission denied by system" : "Permission denied", "NotAllowedError");
    };
    Reflect.deleteProperty(window, "VideoFrame");
  });
  await CallView.open(page, slug);
  await page.getByRole("button", { name: "Turn on microphone" }).click();
  await expect(page.getByText("Press the symbol left of the address, allow it there")).toBeVisible();
  await page.getByRole("button", { name: "Turn on camera" }).click();
  await expect(page.getByText("Your system keeps the camera from the browser.")).toBeVisible();
  await page.getByRole("button", { name: "Background and sound" }).click();
  await expect(page.getByRole("switch", { name: "Suppress noise" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Strong blur" })).toHaveCount(0);
});
