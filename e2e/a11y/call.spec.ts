import { createRoomWith } from "@/db/factories";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { enterCrowd } from "@/e2e/media/crowd";
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

test("five people in a call, and a host's panels, menus and dialogs are clean for axe, on a laptop and on a phone", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const { slug } = await createRoomWith([[ada, "owner"]], { accessLevel: "public" });
  const crowd = await enterCrowd(slug, ["Grace", "Alan", "Linus", "Barbara"]);
  try {
    const call = await CallView.open(await openPage(ada, views["a laptop in light"]), slug);
    const { page } = call;
    const found: Record<string, string[]> = {};
    const grace = call.tileOf(`u${crowd.people[0]!.userId}`);
    const openMenu = async (button: string) => {
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(page.getByRole("menu")).toBeVisible();
    };
    const lookAtMenu = async (button: string) => {
      await openMenu(button);
      found[`${page.viewportSize()!.width} menu ${button}`] = await findings(page, "[role=menu]");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toHaveCount(0);
    };
    const lookAtDialog = async (button: string, entry: string, title = entry) => {
      await openMenu(button);
      await page.getByRole("menuitem", { name: entry, exact: true }).click();
      await expect(page.getByRole("dialog", { name: title, exact: true })).toBeVisible();
      found[`${page.viewportSize()!.width} dialog ${title}`] = await findings(page, "dialog[open]");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    };
    await call.enter({ microphone: false, camera: false });
    await expect(call.tiles).toHaveCount(5);
    await call.expectShown(`u${crowd.people[0]!.userId}`);
    found.five = await findings(page);

    await grace.hover();
    await lookAtMenu("More about the tile of Grace");
    await lookAtMenu("React");
    await page.getByRole("button", { name: "Open people" }).click();
    await lookAtMenu("More about Grace");
    await lookAtMenu("More for hosts");
    await page.getByRole("button", { name: "Invite people" }).click();
    await expect(page.getByRole("dialog", { name: "Invite people" })).toBeVisible();
    found.invite = await findings(page, "dialog[open]");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Show captions" }).click();
    await expect(page.getByRole("region", { name: "Captions" })).toBeVisible();
    await page.getByRole("button", { name: "Open notes" }).click();
    await expect(page.getByRole("complementary").getByRole("textbox")).toBeVisible();
    found.notes = await findings(page);

    await page.setViewportSize(views["a phone in the dark"].viewport);
    await expect(page.getByRole("button", { name: "Microphone and speaker" })).toHaveCount(0);
    found.notesOnPhone = await findings(page);
    await page.getByRole("complementary").getByRole("button", { name: "Close notes" }).click();
    found.fiveOnPhone = await findings(page);
    await grace.hover();
    await lookAtMenu("More about the tile of Grace");
    await lookAtMenu("More");
    await lookAtMenu("Leave");
    for (const entry of ["Settings", "Connection", "Keyboard shortcuts", "Background and sound", "Watch a video together", "Help"]) await lookAtDialog("More", entry);
    await lookAtDialog("More", "Caption settings", "Captions");
    await lookAtDialog("More", "React", "Reactions");
    await page.getByRole("button", { name: "Open people" }).click();
    await lookAtMenu("More about Grace");
    await lookAtDialog("More for hosts", "What people may do");
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, []])));
  } finally {
    await crowd.leave();
  }
});
