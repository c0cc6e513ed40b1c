import type { Page } from "@playwright/test";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import { expect, test } from "@/e2e/fixtures";
import { makeClip, makeDisguisedText, makeHollowFile } from "@/e2e/media/clip";
import { PlayerView, VideosAdmin } from "@/e2e/pages/videos";

/**
 * Notes each value that a bar with this label shows, from now on. Other videos are processed at the same time: with a row's
 * text only the bar in that row of the table counts.
 *
 * @returns what reads the notes
 */
async function watchBar(page: Page, label: string, row?: string): Promise<() => Promise<number[]>> {
  await page.evaluate(
    ([name, text]) => {
      const seen: number[] = [];
      const notes = ((window as unknown as { barsOfTest?: Record<string, number[]> }).barsOfTest ??= {});
      notes[name] = seen;
      const look = () => {
        const bars = [...document.querySelectorAll<HTMLProgressElement>(`progress[aria-label="${name}"][value]`)];
        const value = bars.find((bar) => text === undefined || bar.closest("tr")?.textContent.includes(text))?.value;
        if (value !== undefined && value !== seen.at(-1)) seen.push(value);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
      look();
    },
    [label, row] as const,
  );
  return () => page.evaluate((name) => (window as unknown as { barsOfTest: Record<string, number[]> }).barsOfTest[name] ?? [], label);
}

/** A slow line, so that an upload can be watched and stopped. */
async function limitUpload(page: Page, bytesPerSecond: number): Promise<() => Promise<void>> {
  const client = await page.context().newCDPSession(page);
  const set = (uploadThroughput: number) => client.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await set(bytesPerSecond);
  return async () => {
    await set(-1);
  };
}

test("a moderator uploads a clip, watches it being processed, finds it in the library and plays it with picture and sound", async ({ newPerson, openPage, openBrowser }, info) => {
  test.setTimeout(240_000);
  const clip = await makeClip(info.outputPath("Harbour at dawn.mp4"));
  const ada = await newPerson({ name: "Ada", role: "moderator" });
  const page = await openPage(ada);
  const admin = await VideosAdmin.open(page);

  await admin.choose(clip);
  await expect(page.getByLabel("Title")).toHaveValue("Harbour at dawn");
  await page.getByLabel("Title").fill(`Harbour ${ada.userId}`);
  await page.getByLabel("Category").fill("Tours");
  const title = `Harbour ${ada.userId}`;

  const release = await limitUpload(page, 1_500_000);
  const sent = await watchBar(page, title);
  const processed = await watchBar(page, "Processing", title);
  await page.getByRole("button", { name: "Upload 1 video" }).click();
  await expect.poll(async () => new Set((await sent()).filter((value) => value > 0 && value < 1)).size, { message: "steps of the upload's bar", timeout: 30_000 }).toBeGreaterThan(1);
  await release();

  await expect(admin.rowOf(title).getByText("Ready")).toBeVisible({ timeout: 150_000 });
  const steps = await processed();
  expect(steps.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(1);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));

  await page.goto("/videos");
  await page.getByRole("link", { name: new RegExp(title) }).or(page.getByRole("region", { name: title }).getByRole("link", { name: "Play" })).first().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const player = new PlayerView(page, title);
  await player.expectPlaying();
  expect((await player.read()).lines).toBeGreaterThan(0);

  const id = Number(/\/videos\/(\d+)$/.exec(page.url())?.[1]);
  const playlist = await (await page.request.get(`/api/video/${id}/480p/index.m3u8`)).text();
  const segment = playlist.split("\n").find((line) => line.endsWith(".ts")) ?? "none";
  const mine = await page.request.get(segment);
  expect([mine.status(), mine.headers()["content-type"]]).toEqual([200, "video/mp2t"]);
  const stranger = await openBrowser(null);
  for (const address of [segment, `/api/video/${id}/master.m3u8`, `/api/video/${id}/480p/index.m3u8`, `/api/video/${id}/poster.jpg`]) {
    expect((await stranger.request.get(address)).status(), address).toBe(401);
  }

  await test.step("the keys work, and a chosen quality is shown", async () => {
    await page.keyboard.press("k");
    await expect(player.frame.getByRole("button", { name: "Play", exact: true }).first()).toBeVisible();
    await page.keyboard.press("0");
    await expect.poll(async () => (await player.read()).time).toBe(0);
    await page.keyboard.press("l");
    await expect.poll(async () => (await player.read()).time).toBeCloseTo(10, 0);
    await player.chooseQuality("480p");
    await page.keyboard.press("0");
    await page.keyboard.press("k");
    await expect.poll(async () => (await player.read()).lines, { timeout: 30_000 }).toBe(480);
    await player.expectPlaying();
    // At its end it would go on to the next video, which is another test's.
    await player.video.evaluate((element) => (element as HTMLVideoElement).pause());
    // And another browser would go on from here; below it is to begin at the start.
    await page.keyboard.press("0");
    await expect.poll(async () => (await player.read()).time).toBe(0);
  });

  await test.step("signing out elsewhere ends the playback at once, and without the event stream with the next thing that is loaded", async () => {
    const quiet = await (await openBrowser(ada)).newPage();
    await quiet.route("**/api/events*", (route) => route.abort());
    await quiet.goto(`/videos/${id}`);
    const quietPlayer = new PlayerView(quiet, title);
    await expect.poll(async () => (await quietPlayer.read()).lines, { timeout: 30_000 }).toBeGreaterThan(0);
    await quietPlayer.video.evaluate((element) => (element as HTMLVideoElement).pause());
    await quiet.keyboard.press("0");
    // Only when everything is here does nothing load by itself any more: then the next thing loaded is the one chosen below.
    await expect.poll(() => quietPlayer.isWhollyLoaded(), { message: "the whole video is loaded", timeout: 60_000 }).toBe(true);

    expect((await (await openBrowser(ada)).request.post("/api/logout/")).status()).toBe(200);
    await player.expectSignedOut(id);
    await quietPlayer.chooseQuality((await quietPlayer.read()).lines === 720 ? "480p" : "720p");
    await quietPlayer.expectSignedOut(id);
  });
});

test("an upload can be paused, goes on where it stopped, and can be cancelled", async ({ newPerson, openPage }, info) => {
  const clip = await makeClip(info.outputPath("Pause.mp4"), { seconds: 20 });
  const page = await openPage(await newPerson({ role: "moderator" }));
  const admin = await VideosAdmin.open(page);
  await limitUpload(page, 400_000);
  const offsets: string[] = [];
  page.on("request", (request) => request.method() === "PATCH" && offsets.push(request.headers()["upload-offset"] ?? ""));

  await admin.choose(clip);
  const bar = await watchBar(page, "Pause");
  await page.getByRole("button", { name: "Upload 1 video" }).click();
  await expect.poll(async () => (await bar()).at(-1) ?? 0, { timeout: 30_000 }).toBeGreaterThan(0.05);
  await page.getByRole("button", { name: "Pause Pause" }).click();
  await expect(admin.uploadOf("Pause").getByText("Paused")).toBeVisible();
  await page.getByRole("button", { name: "Go on with Pause" }).click();
  await expect.poll(() => offsets.length, { timeout: 30_000 }).toBe(2);
  expect(Number(offsets[0])).toBe(0);
  expect(Number(offsets[1])).toBeGreaterThan(0);

  const discarded = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "Cancel Pause" }).click();
  expect((await discarded).status()).toBe(204);
  await expect(admin.uploadOf("Pause")).toHaveCount(0);
  await page.reload();
  await expect(admin.rowOf("Pause.mp4")).toHaveCount(0);
});

test("a text file named .mp4 fails with a reason that can be read, and can be tried again, renamed, deleted and brought back", async ({ newPerson, openPage }, info) => {
  const file = await makeDisguisedText(info.outputPath("Notes.mp4"));
  const ada = await newPerson({ role: "moderator" });
  const page = await openPage(ada);
  const admin = await VideosAdmin.open(page);
  await admin.choose(file);
  const title = `Notes ${ada.userId}`;
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Upload 1 video" }).click();

  const row = admin.rowOf(title);
  const reason = "This is not a video file that can be read.";
  await expect(row.getByText(reason)).toBeVisible({ timeout: 60_000 });
  // The second attempt may fail before the page has shown that it began: attempts are counted where they are kept.
  const failed = async () => (await db().select({ attempts: video.generation }).from(video).where(and(eq(video.title, title), eq(video.processingStatus, "failed"))))[0]?.attempts ?? 0;
  const first = await failed();
  await row.getByRole("button", { name: `Try again: ${title}` }).click();
  await expect.poll(failed, { timeout: 60_000 }).toBeGreaterThan(first);
  await expect(row.getByText(reason)).toBeVisible({ timeout: 60_000 });

  await row.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText(reason)).toBeVisible();
  await page.getByLabel("Title").fill(`${title}, kept`);
  await page.getByLabel("Who may watch").selectOption("Only the owner");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${title}, kept` })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
  await expect(page.getByLabel("Who may watch")).toHaveValue("authenticated");

  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Deleted; kept until")).toBeVisible();
  await page.goto(`/admin/videos?text=${encodeURIComponent(title)}`);
  await expect(page.getByText("No video matches")).toBeVisible();
  await page.getByLabel("State").selectOption("Deleted");
  await page.getByRole("button", { name: "Show" }).click();
  await admin.rowOf(title).getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByLabel("Title")).toHaveValue(title);

  await page.goto("/videos");
  await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeAttached();
  await expect(page.getByText(title)).toHaveCount(0);
});

test("a file over the limit is refused in words before its first byte", async ({ newPerson, openPage }, info) => {
  const file = await makeHollowFile(info.outputPath("Endless.mp4"), 11 * 1024 ** 3);
  const page = await openPage(await newPerson({ role: "moderator" }));
  const admin = await VideosAdmin.open(page);
  const requests: string[] = [];
  page.on("request", (request) => request.url().includes("/api/uploads") && requests.push(request.method()));
  await admin.choose(file);
  await expect(admin.uploadOf("Endless").getByText("This file is too large: at most 10.7 GB are accepted.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Upload \d/ })).toHaveCount(0);
  expect(requests).toEqual([]);
});

test("people without a role find no upload page", async ({ newPerson, openPage }) => {
  const page = await openPage(await newPerson());
  expect((await page.goto("/admin/videos"))?.status()).toBe(404);
  await expect(page.getByText("There is nothing here")).toBeVisible();
});
