import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import type { Page, Route } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";
import { livekit } from "@/lib/platform/livekit/api";
import { mintRecorderToken } from "@/lib/platform/livekit/tokens";
import { probeFile } from "@/lib/platform/media/probe-file";

/** Another service, as far as it takes one stream; ended by the test. */
async function listenForStream(): Promise<{ address: string; child: ChildProcess }> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
  await new Promise((resolve) => server.close(resolve));
  const address = `rtmp://127.0.0.1:${port}/live`;
  const child = spawn(process.env.FFMPEG_PATH || "ffmpeg", ["-v", "error", "-nostdin", "-listen", "1", "-i", `${address}/secret-key`, "-c", "copy", "-t", "180", "-f", "null", "-"], { stdio: "ignore", timeout: 180_000, killSignal: "SIGKILL" });
  return { address, child };
}

const secondsPlayed = (page: Page) => page.locator("video").evaluate((element: HTMLVideoElement) => element.currentTime);

/** The brightest of a few points of what is shown, from 0 to 255. */
const brightest = (page: Page) =>
  page.locator("video").evaluate((element: HTMLVideoElement) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 18 });
    const paint = canvas.getContext("2d")!;
    paint.drawImage(element, 0, 0, 32, 18);
    return Math.max(...paint.getImageData(0, 0, 32, 18).data.filter((_, index) => index % 4 !== 3));
  });

/** What a browser keeps of recordings of its own. */
const bytesKept = (page: Page) =>
  page.evaluate(async () => {
    const sizeOf = async (folder: FileSystemDirectoryHandle): Promise<number> => {
      let bytes = 0;
      for await (const handle of folder.values()) bytes += handle.kind === "file" ? (await (handle as FileSystemFileHandle).getFile()).size : await sizeOf(handle as FileSystemDirectoryHandle);
      return bytes;
    };
    return sizeOf(await navigator.storage.getDirectory());
  });

test("a host records a call, then sends it live: everybody sees that and is asked first, strangers watch, and the room has films of both that become videos", async ({ newPerson, openPage }) => {
  test.slow();
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug, name } = await createRoomWith([[ada, "owner"], [grace, "member"]], { configuration: { recording_consent: true } });
  const host = await CallView.open(await openPage(ada), slug);
  await host.enter();

  await test.step("she chooses what is recorded, and is told when it begins", async () => {
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Record…" }).click();
    const dialog = host.page.getByRole("dialog", { name: "Record this call" });
    await expect(dialog.getByLabel("What is recorded")).toHaveValue("room_composite");
    expect(await findings(host.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Start recording" }).click();
    await expect(dialog).toBeHidden();
    await expect(host.page.getByText(/^Recording since \d\d:\d\d$/)).toBeVisible();
    await expect(host.page.getByRole("dialog")).toHaveCount(0);
  });

  const other = await CallView.open(await openPage(grace), slug);
  await test.step("at the door of a recorded call one agrees, or does not come in", async () => {
    await expect(other.page.getByText("This call is being recorded", { exact: true })).toBeVisible();
    await other.join.click();
    await expect(other.leave).toBeHidden();
    await other.page.getByLabel("I agree to being recorded").check();
    await other.enter();
    await expect(other.page.getByText(/^Recording since/)).toBeVisible();
    await expect(other.page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("what LiveKit Egress would film is the two of them, and nobody sees that somebody films", async () => {
    const film = await openPage(null, { viewport: { width: 1280, height: 720 } });
    const said: string[] = [];
    film.on("console", (message) => said.push(message.text()));
    const token = await mintRecorderToken(slug, "EG_film");
    await film.goto(`/recording-view?${new URLSearchParams({ layout: "grid", token })}`);
    await expect.poll(() => said, { timeout: 30_000 }).toContain("START_RECORDING");
    const tiles = film.getByRole("list", { name: "People" }).getByRole("listitem");
    await expect(tiles).toHaveCount(2);
    for (const person of ["Ada", "Grace"]) await expect(tiles.filter({ hasText: person }).locator("video")).toHaveCount(1);
    await expect(film.getByRole("button")).toHaveCount(0);
    for (const { page } of [host, other]) await expect(page.locator('[data-identity="EG_film"]')).toHaveCount(0);
    expect(said).not.toContain("END_RECORDING");
    await livekit().removeParticipant(slug, "EG_film");
    await expect.poll(() => said).toContain("END_RECORDING");
  });

  await test.step("a member cannot end it; she does, and both hear of it", async () => {
    await other.page.getByRole("button", { name: "More", exact: true }).click();
    await expect(other.page.getByRole("menuitem", { name: "Stop recording" })).toHaveCount(0);
    await other.page.keyboard.press("Escape");
    // What both send is in the film.
    await expect.poll(async () => (await host.received()).framesDecoded).toBeGreaterThan(40);
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Stop recording" }).click();
    for (const { page } of [host, other]) {
      await expect(page.getByText("The recording has ended.")).toBeVisible();
      await expect(page.getByText(/^Recording since/)).toHaveCount(0);
    }
  });

  const service = await listenForStream();
  const outside = await openPage(null);
  await test.step("she sends the call live, to its page and to another service, and those inside are asked again", async () => {
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Go live…" }).click();
    const dialog = host.page.getByRole("dialog", { name: "Send this call live" });
    await dialog.getByLabel("Who may watch").selectOption("public");
    await dialog.getByRole("button", { name: "Send it to another service too" }).click();
    await dialog.getByLabel("RTMP address").fill(service.address);
    await dialog.getByLabel("Stream key").fill("secret-key");
    expect(await findings(host.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Go live" }).click();
    await expect(dialog).toBeHidden();
    await other.page.getByRole("dialog", { name: "This call is being streamed live" }).getByRole("button", { name: "I agree to being streamed" }).click();
    for (const { page } of [host, other]) await expect(page.getByText(/^Live (?:since|·) /)).toBeVisible();
  });

  const target = host.page.getByRole("list", { name: "Where it goes" }).getByRole("listitem").filter({ hasText: service.address });
  await test.step("somebody without an account watches it, and goes on when the other service is gone", async () => {
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Live stream…" }).click();
    const link = host.page.getByRole("dialog", { name: "This call is live" }).getByRole("link", { name: "Open the page" });
    await outside.goto((await link.getAttribute("href"))!);
    await expect.poll(() => secondsPlayed(outside), { timeout: 60_000 }).toBeGreaterThan(1);
    expect(await brightest(outside)).toBeGreaterThan(60);
    await expect(outside.getByText("1 watching")).toBeVisible({ timeout: 20_000 });
    await expect(outside.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
    expect(await findings(outside)).toEqual([]);
    await expect(target.getByText("Live", { exact: true })).toBeVisible();
    service.child.kill("SIGKILL");
    await expect(target.getByText("Connecting again", { exact: true })).toBeVisible({ timeout: 60_000 });
    const before = await secondsPlayed(outside);
    await expect.poll(() => secondsPlayed(outside), { timeout: 30_000 }).toBeGreaterThan(before + 2);
  });

  await test.step("she ends it, and whoever watches is told", async () => {
    await host.page.getByRole("button", { name: "End the stream" }).click();
    await expect(host.page.getByRole("dialog")).toHaveCount(0);
    await expect(other.page.getByText("The live stream has ended.").first()).toBeVisible();
    await expect(outside.getByText("The stream is over")).toBeVisible({ timeout: 30_000 });
  });

  const recordInBrowser = async () => {
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Record in this browser" }).click();
    await other.page.getByRole("dialog", { name: "This call is being recorded" }).getByRole("button", { name: "I agree to being recorded" }).click();
    for (const { page } of [host, other]) await expect(page.getByText(/^Recording since/)).toBeVisible();
    await expect(host.page.getByRole("dialog")).toHaveCount(0);
  };
  await test.step("she records it in her own browser, where nothing is recorded once it has ended", async () => {
    await recordInBrowser();
    await expect.poll(() => bytesKept(host.page)).toBeGreaterThan(10_000);
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Stop recording" }).click();
    await expect(host.page.getByText(/It is kept in this browser until/)).toBeVisible();
    await expect(other.page.getByText(/^Recording since/)).toHaveCount(0);
  });

  await test.step("she does so again: he is asked again, her page may go, and what was recorded is there", async () => {
    await recordInBrowser();
    // More than one part of it is on the disk.
    const first = await bytesKept(host.page);
    await expect.poll(() => bytesKept(host.page)).toBeGreaterThan(first + 100_000);
    await host.page.goto(`/r/${slug}/recordings`);
    await expect(other.page.getByText(/^Recording since/)).toHaveCount(0);
    const both = host.page.getByRole("region", { name: "Only in this browser" }).getByRole("listitem");
    await expect(both).toHaveCount(2);
    await both.last().getByRole("button", { name: "Discard" }).click();
    await host.page.getByRole("dialog", { name: "Discard this recording?" }).getByRole("button", { name: "Discard" }).click();
    const kept = both.first();
    await expect(both).toHaveCount(1);
    await expect(host.page.getByText("In a browser", { exact: true })).toHaveCount(1);
    expect(await findings(host.page)).toEqual([]);
    const [download] = await Promise.all([host.page.waitForEvent("download"), kept.getByRole("button", { name: "Save as a file" }).click()]);
    const film = await probeFile(await download.path());
    expect(film?.streams.map(({ codec_type: type }) => type).sort()).toEqual(["audio", "video"]);
  });

  await test.step("she, who may upload no videos, adds it to the room's recordings over a network that goes in the middle", async () => {
    const [kept, waiting] = [host.page.getByRole("region", { name: "Only in this browser" }), host.page.getByRole("listitem").filter({ hasText: "Open this page there to add it." })];
    await expect(waiting.getByText("In a browser", { exact: true })).toBeVisible();
    const began: string[] = [];
    host.page.on("request", (request) => request.url().includes("/api/uploads") && began.push(request.method()));
    const cut = async (route: Route) => {
      await host.page.context().setOffline(true);
      await route.abort("internetdisconnected");
    };
    await host.page.route(/\/api\/uploads\/[0-9a-f-]{36}$/, cut, { times: 1 });
    await kept.getByRole("button", { name: "Add to the room’s recordings" }).click();
    await expect.poll(() => host.page.evaluate(() => navigator.onLine)).toBe(false);
    await expect(kept.getByRole("progressbar", { name: "Being sent" })).toBeVisible();
    await host.page.context().setOffline(false);
    await expect(kept).toHaveCount(0, { timeout: 60_000 });
    // It went on with what it had begun.
    expect([began.filter((method) => method === "POST").length, began.includes("HEAD")]).toEqual([1, true]);
    expect(await bytesKept(host.page)).toBe(0);
    const film = host.page.getByRole("listitem").filter({ has: host.page.getByRole("button", { name: "Play" }) }).first();
    await film.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => secondsPlayed(host.page), { timeout: 30_000 }).toBeGreaterThan(1);
  });

  await test.step("the room's members find it, and it plays", async () => {
    const page = await openPage(grace);
    await page.goto(`/r/${slug}/recordings`);
    const film = page.getByRole("listitem").filter({ hasText: `Call in ${name}` }).last();
    await expect(film.getByText("Saved", { exact: true })).toBeVisible({ timeout: 60_000 });
    await film.getByRole("button", { name: "Play" }).click();
    const video = film.locator("video");
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), { timeout: 30_000 }).toBeGreaterThan(1);
    expect(await video.evaluate((element: HTMLVideoElement) => [element.videoWidth > 0, element.duration > 3])).toEqual([true, true]);
    expect(await findings(page)).toEqual([]);
    const answer = await page.request.get(`${await film.getByRole("link", { name: "Download" }).getAttribute("href")}`, { headers: { range: "bytes=0-99" } });
    expect([answer.status(), (await answer.body()).length]).toEqual([206, 100]);
  });

  await test.step("she puts the stream into the library, and the member finds it where it was live", async () => {
    const page = await openPage(ada);
    await page.goto(`/r/${slug}/recordings`);
    await page.getByRole("button", { name: `More about Live from ${name}` }).click();
    await page.getByRole("menuitem", { name: "Put into the video library" }).click();
    await page.getByRole("link", { name: "Open the video" }).click({ timeout: 60_000 });
    await expect(page).toHaveURL(/\/videos\/\d+$/);
    const later = await openPage(grace);
    await later.goto(outside.url());
    await later.getByRole("link", { name: "Watch the recording" }).click({ timeout: 60_000 });
    await expect(later).toHaveURL(page.url());
  });
});
