import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { makeClip } from "@/e2e/media/clip";
import { PlayerView, VideosAdmin } from "@/e2e/pages/videos";

test("upload, library and player are clean for axe on a laptop and a phone", async ({ newPerson, openPage }, info) => {
  test.setTimeout(240_000);
  const ada = await newPerson({ role: "moderator" });
  const title = `Harbour ${ada.userId}`;
  const found: Record<string, string[]> = {};

  const uploading = await openPage(ada);
  const admin = await VideosAdmin.open(uploading);
  await admin.choose(await makeClip(info.outputPath("Harbour.mp4")));
  await uploading.getByLabel("Title").fill(title);
  found["a chosen file"] = await findings(uploading);
  await uploading.getByRole("button", { name: "Upload 1 video" }).click();
  await expect(admin.rowOf(title)).toBeVisible();
  found["in processing"] = await findings(uploading);
  await expect(admin.rowOf(title).getByText("Ready")).toBeVisible({ timeout: 150_000 });

  for (const [name, options] of Object.entries(views)) {
    const page = await openPage(ada, options);
    await VideosAdmin.open(page);
    await expect(page.getByRole("table", { name: "Videos" }).getByText(title)).toBeVisible();
    found[`the list on ${name}`] = await findings(page);
    await page.getByRole("link", { name: title }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    found[`its page on ${name}`] = await findings(page);
    await page.goto("/videos");
    await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeAttached();
    found[`the library on ${name}`] = await findings(page);
    await page.getByRole("link", { name: new RegExp(title) }).or(page.getByRole("region", { name: title }).getByRole("link", { name: "Play" })).first().click();
    const player = new PlayerView(page, title);
    await player.expectPlaying();
    await page.keyboard.press("k");
    await expect(player.frame.getByRole("button", { name: "Play", exact: true }).first()).toBeVisible();
    found[`the player on ${name}`] = await findings(page);
  }
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, []])));
});
