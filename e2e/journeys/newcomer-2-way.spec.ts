import { expect, newestMailTo, test } from "@/e2e/fixtures";
import { makeClip } from "@/e2e/media/clip";
import { CallView } from "@/e2e/pages/call";
import { RoomPage } from "@/e2e/pages/room";
import { PlayerView, VideosAdmin } from "@/e2e/pages/videos";

test("a newcomer registers, makes a room, talks and writes with another, and watches what a moderator uploaded", async ({ newPerson, openPage, openBrowser }, info) => {
  test.setTimeout(300_000);
  const stamp = Date.now();
  const email = `new-${stamp}@example.test`;
  const password = `three quiet otters ${stamp}`;
  const page = await openPage(null);

  await test.step("register, confirm by mail, sign in", async () => {
    await page.goto("/register");
    await page.getByLabel("Name").fill("Niko Newcomer");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByLabel("Repeat the password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    const link = /https?:\/\/\S+\/activate\/\S+/.exec((await newestMailTo(email)).text)?.[0];
    await page.goto(link ?? "/the-mail-has-no-link");
    await page.getByRole("button", { name: "Confirm address" }).click();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: /Niko Newcomer/ })).toBeVisible();
  });

  const room = new RoomPage(page);
  const slug = await test.step("make a room", async () => {
    await page.getByRole("link", { name: "New room" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill(`First room ${stamp}`);
    await page.getByRole("button", { name: "Create room" }).click();
    await room.ready();
    return new URL(page.url()).pathname.split("/").at(-1) as string;
  });

  const grace = await newPerson({ name: "Grace", role: "moderator" });
  const other = new RoomPage(await openPage(grace));
  await test.step("write with another person", async () => {
    await other.page.goto(`/r/${slug}`);
    await other.page.getByRole("button", { name: "Join room" }).click();
    await other.ready();
    const sent = Date.now();
    await room.send("Can you read this?");
    await expect(other.log.getByText("Can you read this?")).toBeVisible();
    info.annotations.push({ type: "message seen after", description: `${Date.now() - sent} ms` });
    await other.send("Loud and clear");
    await expect(room.log.getByText("Loud and clear")).toBeVisible();
  });

  await test.step("see and hear each other in the room's call", async () => {
    const calls = [await CallView.open(await page.context().newPage(), slug), await CallView.open(await other.page.context().newPage(), slug)];
    for (const call of calls) await call.enter();
    await Promise.all(calls.map((call) => call.expectMovingVideo()));
    await Promise.all(calls.map((call) => call.expectSound()));
    await expect(room.log.getByText(/call/i).first()).toBeVisible();
    for (const call of calls) await call.go();
    await Promise.all(calls.map((call) => call.page.close()));
  });

  const title = `Welcome film ${stamp}`;
  await test.step("a moderator uploads a film", async () => {
    const admin = await VideosAdmin.open(other.page);
    // Small: that large films are cut into several sizes is shown elsewhere, and costs the machine most of a minute.
    await admin.choose(await makeClip(info.outputPath("Welcome.mp4"), { width: 640, height: 360, rate: 15 }));
    await other.page.getByLabel("Title").fill(title);
    await other.page.getByRole("button", { name: "Upload 1 video" }).click();
    await expect(admin.rowOf(title).getByText("Ready")).toBeVisible({ timeout: 150_000 });
  });

  const segment = await test.step("the newcomer finds it in the library and watches it", async () => {
    await page.goto("/videos");
    await page.getByRole("link", { name: new RegExp(title) }).or(page.getByRole("region", { name: title }).getByRole("link", { name: "Play" })).first().click();
    const loaded = page.waitForRequest((request) => /\/segment_g\d+_\d+\.ts$/.test(request.url()));
    await new PlayerView(page, title).expectPlaying();
    return new URL((await loaded).url()).pathname;
  });

  await test.step("a stranger without a session gets no picture of it", async () => {
    const stranger = await openBrowser(null);
    expect((await stranger.request.get(segment)).status()).toBe(401);
    expect((await page.request.get(segment)).status()).toBe(200);
    await page.context().clearCookies();
    expect((await page.request.get(segment)).status()).toBe(401);
  });
});
