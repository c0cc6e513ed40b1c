import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

test("a person chooses how the call looks to them: pages, a pinned tile, keys of their own, fewer pictures, figures", async ({ newPerson, openPage }) => {
  const [ada, grace, alan] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" }), newPerson({ name: "Alan" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"], [alan, "member"]]);
  const [call, graceCall, alanCall] = [await CallView.open(await openPage(ada), slug, { isFull: true }), await CallView.open(await openPage(grace), slug), await CallView.open(await openPage(alan), slug)];
  const { page } = call;
  await call.enter({ microphone: false, camera: false });
  await graceCall.enter({ microphone: false });
  await alanCall.enter({ microphone: false, camera: false });
  await expect(call.tiles).toHaveCount(3);
  await call.expectShown(`u${grace.userId}`);
  const laptop = page.viewportSize()!;

  await test.step("a window too small for three faces has them on two pages, oneself on both", async () => {
    await page.setViewportSize({ width: 360, height: 300 });
    await expect(page.getByText("1 of 2")).toBeVisible();
    await expect(call.tileOf(`u${grace.userId}`)).toBeVisible();
    await expect(call.tileOf(`u${alan.userId}`)).toHaveCount(0);
    await page.getByRole("button", { name: "Next page" }).click();
    await expect(call.tileOf(`u${alan.userId}`)).toBeVisible();
    await expect(call.tileOf(`u${ada.userId}`)).toBeVisible();
    await expect(call.tileOf(`u${grace.userId}`)).toHaveCount(0);
    await call.expectStill();
    await page.setViewportSize(laptop);
    await expect(call.tiles).toHaveCount(3);
  });

  await test.step("a pinned tile is large until it is let go", async () => {
    const large = page.getByRole("list", { name: "In focus" });
    await call.tileOf(`u${alan.userId}`).hover();
    await page.getByRole("button", { name: "More about the tile of Alan" }).click();
    await page.getByRole("menuitem", { name: "Pin", exact: true }).click();
    await expect(large.getByText("Alan", { exact: true })).toBeVisible();
    await expect(large.getByRole("img", { name: "Pinned" })).toBeVisible();
    await large.getByRole("button", { name: "More about the tile of Alan" }).click();
    await page.getByRole("menuitem", { name: "Unpin" }).click();
    await expect(large).toHaveCount(0);
  });

  await test.step("keys switch devices, can be changed, and leave what is typed alone", async () => {
    await page.locator("body").press("m");
    await expect(page.getByRole("button", { name: "Turn off microphone" })).toBeVisible();
    await page.locator("body").press("m");
    await expect(page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await shortcuts.getByRole("button", { name: "Camera on or off: V. Change" }).click();
    await page.keyboard.press("x");
    await expect(shortcuts.getByRole("button", { name: "Camera on or off: X. Change" })).toBeVisible();
    await shortcuts.getByRole("button", { name: "Close", exact: true }).click();
    await page.keyboard.press("v");
    await page.keyboard.press("x");
    await expect(page.getByRole("button", { name: "Turn off camera" })).toBeVisible();
    await graceCall.expectShown(`u${ada.userId}`);
    await page.keyboard.press("c");
    await page.getByRole("complementary").getByRole("textbox").fill("x");
    await page.getByRole("complementary").getByRole("textbox").press("x");
    await expect(page.getByRole("button", { name: "Turn off camera" })).toBeVisible();
    await page.getByRole("button", { name: "Close chat" }).first().click();
  });

  await test.step("without pictures of others only sound comes over the line, and all of it again on demand", async () => {
    await call.expectMovingVideo();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByLabel("Pictures of others").selectOption("None, only sound");
    await expect(call.tileOf(`u${grace.userId}`).locator("video")).toHaveCount(0);
    await call.expectStill();
    await settings.getByLabel("Pictures of others").selectOption("As large as they are shown");
    await call.expectMovingVideo();
    await settings.getByLabel("My picture").selectOption("Small (180p)");
    await settings.getByRole("button", { name: "Close", exact: true }).click();
    const video = graceCall.tileOf(`u${ada.userId}`).locator("video");
    await expect.poll(() => video.evaluate((element) => (element as HTMLVideoElement).videoHeight), { timeout: 30_000 }).toBe(180);
  });

  await test.step("a host invites with the link of the call; the words change their language, and nobody leaves for it", async () => {
    await page.getByRole("button", { name: "Open people" }).click();
    await page.getByRole("button", { name: "Invite people" }).click();
    const invite = page.getByRole("dialog", { name: "Invite people" });
    await expect(invite.getByLabel("Link to this call")).toHaveValue(`${process.env.APP_URL}/r/${slug}/call`);
    await expect(invite.getByRole("link", { name: "Invite by mail" })).toHaveAttribute("href", `/r/${slug}/members`);
    await page.keyboard.press("Escape");
    await graceCall.page.getByRole("button", { name: "Open people" }).click();
    await expect(graceCall.page.getByRole("button", { name: "Invite people" })).toHaveCount(0);

    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
    await page.getByRole("button", { name: "Deutsch" }).click();
    const settings = page.getByRole("dialog", { name: "Einstellungen" });
    await expect(settings.getByText("Sprache der Seiten", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Kamera ausschalten" })).toBeAttached();
    await call.expectMovingVideo();
    await settings.getByRole("button", { name: "English" }).click();
    await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Close", exact: true }).click();
  });

  await test.step("help leads to the figures, which say what comes from whom", async () => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Help", exact: true }).click();
    await page.getByRole("dialog", { name: "Help" }).getByRole("button", { name: "Connection", exact: true }).click();
    const row = page.getByRole("dialog", { name: "Connection" }).getByRole("row", { name: /^Grace Camera/ });
    await expect(row.getByRole("cell", { name: /^\d+ × \d+$/ })).toBeVisible({ timeout: 30_000 });
    await expect(row.getByRole("cell", { name: /^[1-9]\d* kbit$/ })).toBeVisible({ timeout: 30_000 });
  });
});
