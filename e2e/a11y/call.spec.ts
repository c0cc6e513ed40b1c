import { createRoomWith } from "@/db/factories";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

for (const [name, options] of Object.entries(views)) {
  test(`a call is clean for axe from the door to its end on ${name}`, async ({ newPerson, openPage, openBrowser }) => {
    const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
    const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
    const found: Record<string, string[]> = {};
    const browser = await openBrowser(ada, options);
    const call = await CallView.open(await browser.newPage(), slug);
    found.door = await findings(call.page);
    await call.turnOn("microphone");
    await call.turnOn("camera");
    await expect(call.page.getByLabel("Your picture")).toBeVisible();
    await call.page.getByRole("button", { name: "Background and sound" }).click();
    await expect(call.page.getByRole("radio", { name: "Strong blur" })).toBeVisible();
    found.doorWithEffects = await findings(call.page);
    await call.enter({ microphone: false, camera: false });

    const other = await CallView.open(await openPage(grace), slug);
    await other.enter({ microphone: false, camera: false });
    await expect(call.tileOf(`u${grace.userId}`)).toBeVisible();
    found.inside = await findings(call.page);
    await call.page.getByRole("button", { name: "Open people" }).click();
    await expect(call.page.getByRole("button", { name: "More about Grace" })).toBeVisible();
    found.people = await findings(call.page);
    await call.page.getByRole("complementary").getByRole("button", { name: "Close people" }).click();

    await other.shareDrawing();
    await call.expectShown(`u${grace.userId}`, "screen_share");
    found.screen = await findings(call.page);
    found.sharing = await findings(other.page);

    const chat = call.page.getByRole("button", { name: "Open chat" });
    await chat.click();
    await expect(call.page.getByRole("complementary").getByRole("textbox")).toBeVisible();
    found.chat = await findings(call.page);
    await call.page.getByRole("button", { name: "Close chat" }).first().click();

    // A phone's bar has no arrows: its devices are in the settings.
    const isPhone = options.viewport.width < 768;
    await call.page.getByRole("button", { name: isPhone ? "More" : "Microphone and speaker", exact: true }).click();
    await expect(call.page.getByRole("menu")).toBeVisible();
    found.devices = await findings(call.page);
    await call.page.keyboard.press("Escape");

    const newer = await CallView.open(await browser.newPage(), slug);
    await newer.enter({ microphone: false, camera: false });
    await expect(call.page.getByRole("heading", { name: "You are in this call in another window" })).toBeFocused();
    found.elsewhere = await findings(call.page);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, []])));
  });

  test(`refused devices are said in words, clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const ada = await newPerson();
    const { slug } = await createRoomWith([[ada, "owner"]]);
    const page = await openPage(ada, options);
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException("", "NotAllowedError");
      };
    });
    await CallView.open(page, slug);
    await page.getByRole("button", { name: "Turn on microphone" }).click();
    await page.getByRole("button", { name: "Turn on camera" }).click();
    await expect(page.getByText("Your browser does not let this page use the camera.")).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}
