import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { signIn } from "@/db/factories";
import { session, user } from "@/db/schema/accounts";
import { expect, giveSession, test } from "@/e2e/fixtures";
import { newVideo } from "@/e2e/media/library";
import { PlayerView } from "@/e2e/pages/videos";
import { endSessions, openSession } from "@/lib/accounts/sessions";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, refreshCookie } from "@/lib/http/session-token";
import { addCaption } from "@/lib/videos/commands/change-captions";
import { setVideoLinkRevoked, shareVideo } from "@/lib/videos/commands/share-video";

const words = "Ahoy, harbour";
const end = (of: UserActor) => transaction((tx) => endSessions(tx, eq(session.id, of.sessionId)));

test("captions, pictures above the bar, the same place in another browser, a sign-in renewed or come back to, and a link taken back while somebody watches", async ({ newPerson, openBrowser, openPage }) => {
  const ada = await newPerson({ name: "Ada", role: "moderator" });
  const title = `Harbour ${ada.userId}`;
  const id = await newVideo(ada, title, 60);
  const vtt = `WEBVTT\n\n00:00.000 --> 00:59.000\n${words}\n`;
  await addCaption(ada, id, { language: "en", label: "English" }, new TextEncoder().encode(vtt));
  const page = await openPage(ada);
  const player = new PlayerView(page, title);
  await player.open(`/videos/${id}`);
  await player.expectPlaying();

  await test.step("captions come with a key and with a choice, and go again", async () => {
    const line = player.frame.getByText(words);
    await expect(line).toHaveCount(0);
    await page.keyboard.press("c");
    await expect(line).toBeVisible();
    await expect(player.frame.getByText("Captions: English")).toBeVisible();
    await page.keyboard.press("c");
    await expect(line).toHaveCount(0);
    await player.frame.getByRole("button", { name: "Quality, speed and captions" }).click();
    await player.frame.getByRole("radio", { name: "English" }).check({ force: true });
    await page.keyboard.press("Escape");
    await expect(line).toBeVisible();
  });

  await test.step("above the bar is a picture of the place under the pointer", async () => {
    const bar = player.frame.getByRole("slider", { name: "Position" });
    const sheet = page.waitForResponse(/\/storyboard_\d+\.jpg/);
    const box = await bar.boundingBox();
    const picture = player.frame.locator("[style*=storyboard_]");
    const at = async (fraction: number) => {
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * fraction, (box?.y ?? 0) + (box?.height ?? 0) / 2);
      await expect(picture).toBeVisible();
      return picture.evaluate((element) => getComputedStyle(element).backgroundPosition);
    };
    const first = await at(0.1);
    expect((await sheet).status()).toBe(200);
    expect(await at(0.9)).not.toBe(first);
    await expect(player.frame.getByText("0:54")).toBeVisible();
  });

  await test.step("another browser goes on where this one is", async () => {
    await page.keyboard.press("k");
    const kept = page.waitForResponse((answer) => answer.url().endsWith(`/api/video/${id}/position/`) && answer.request().postDataJSON().seconds > 29);
    await page.keyboard.press("5");
    expect((await kept).status()).toBe(204);
    const other = new PlayerView(await openPage(ada), title);
    await other.page.goto(`/videos/${id}`);
    await expect.poll(async () => (await other.read()).time, { message: "the place in the other browser" }).toBeCloseTo(30, 0);
    await other.page.close();
    const begun = page.waitForResponse((answer) => answer.url().endsWith(`/api/video/${id}/position/`) && answer.request().postDataJSON().seconds < 1);
    await page.keyboard.press("0");
    expect((await begun).status(), "those who come next begin at its beginning").toBe(204);
  });

  await test.step("a cookie that has grown old is renewed while it plays", async () => {
    const opened = await transaction((tx) => openSession(tx, ada.userId, { address: null, userAgent: null }));
    const context = await openBrowser({ ...ada, sessionId: opened.sessionId });
    const cookies = () => context.cookies().then((all) => all.map(({ name }) => name).sort());
    await context.addCookies([{ name: refreshCookie, value: opened.refreshToken, domain: new URL(process.env.APP_URL as string).hostname, path: "/", httpOnly: true, sameSite: "Lax" }]);
    const own = new PlayerView(await context.newPage(), title);
    const release = await own.holdPieces(2);
    await own.open(`/videos/${id}`);
    await own.page.keyboard.press("0");
    await own.expectPlaying();
    await context.clearCookies({ name: accessCookie });
    expect(await cookies()).not.toContain(accessCookie);
    const renewed = own.page.waitForResponse((answer) => answer.url().endsWith("/api/token/refresh/"));
    release();
    expect((await renewed).status()).toBe(200);
    await expect.poll(async () => (await own.read()).time, { message: "it plays what came after", timeout: 60_000 }).toBeGreaterThan(9);
    await expect(own.frame.getByText("Your session has ended")).toHaveCount(0);
    expect(await cookies()).toContain(accessCookie);
    await own.page.close();
  });

  await test.step("a sign-in that ended stops it; signing in again in another tab goes on from there, without a reload", async () => {
    const context = await openBrowser(ada);
    const own = new PlayerView(await context.newPage(), title);
    await own.open(`/videos/${id}`);
    await own.expectPlaying();
    await own.page.evaluate(() => ((window as { isSamePage?: boolean }).isSamePage = true));
    await end(ada);
    await own.expectSignedOut(id);
    const { time } = await own.read();
    const [row] = await db().select().from(user).where(eq(user.id, ada.userId));
    await giveSession(context, await signIn(row!));
    await own.expectPlaying();
    expect((await own.read()).time).toBeGreaterThan(time);
    expect(await own.page.evaluate(() => (window as { isSamePage?: boolean }).isSamePage)).toBe(true);
  });

  await test.step("a link that is taken back stops whoever came by it, and opens nothing any more", async () => {
    const link = await shareVideo(ada, id, { note: "Grandma", expires_at: null });
    const stranger = new PlayerView(await openPage(null), title);
    const release = await stranger.holdPieces(2);
    await stranger.open(link.url);
    await stranger.expectPlaying();
    await setVideoLinkRevoked(ada, id, link.id, true);
    release();
    await expect(stranger.frame.getByText("This link no longer works")).toBeVisible({ timeout: 60_000 });
    expect(await stranger.video.evaluate((element) => (element as HTMLVideoElement).paused)).toBe(true);
    await stranger.page.goto(link.url);
    await expect(stranger.page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  });
});
