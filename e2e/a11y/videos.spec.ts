import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { makeClip } from "@/e2e/media/clip";
import { PlayerView, VideosAdmin } from "@/e2e/pages/videos";
import { addCaption } from "@/lib/videos/commands/change-captions";
import { shareVideo } from "@/lib/videos/commands/share-video";

test("upload, library and player are clean for axe on a laptop and a phone", async ({ newPerson, openPage }, info) => {
  test.setTimeout(240_000);
  const ada = await newPerson({ role: "moderator" });
  const title = `Harbour ${ada.userId}`;
  const found: Record<string, string[]> = {};
  let videoId = 0;
  let link = "";

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

    if (!link) {
      videoId = Number(/\/videos\/(\d+)$/.exec(page.url())?.[1]);
      await addCaption(ada, videoId, { language: "en", label: "English" }, new TextEncoder().encode("WEBVTT\n\n00:00.000 --> 00:12.000\nAhoy, harbour\n"));
      link = (await shareVideo(ada, videoId, { note: "Grandma", expires_at: null })).url;
      await page.reload();
      await expect(player.frame.getByRole("button", { name: "Full screen" })).toBeVisible();
    }
    // It may have begun by itself, and would be at its end before axe is through.
    await player.video.evaluate((element) => {
      (element as HTMLVideoElement).pause();
      (element as HTMLVideoElement).currentTime = 2;
    });
    await page.keyboard.press("c");
    await expect(player.frame.getByText("Ahoy, harbour")).toBeVisible();
    await player.frame.getByRole("button", { name: "Quality, speed and captions" }).click();
    await expect(page.getByText("Behind captions")).toBeVisible();
    found[`captions and their panel on ${name}`] = await findings(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    found[`the list of keys on ${name}`] = await findings(page);
    await page.goto(`/videos/${videoId}/edit`);
    await expect(page.getByRole("button", { name: "Save chapters" })).toBeVisible();
    found[`the editor on ${name}`] = await findings(page);
    const stranger = await openPage(null, options);
    await stranger.goto(link);
    await expect(stranger.getByRole("heading", { level: 1, name: title })).toBeVisible();
    found[`a shared video on ${name}`] = await findings(stranger);
    await stranger.goto("/shared/ended");
    await expect(stranger.getByRole("heading", { level: 1 })).toBeVisible();
    found[`a link that has ended on ${name}`] = await findings(stranger);
  }
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, []])));
});
