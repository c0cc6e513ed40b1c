import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { enterCrowd } from "@/e2e/media/crowd";
import { CallView } from "@/e2e/pages/call";

const names = Array.from({ length: 11 }, (_, index) => `Person ${index + 1}`);

test("a call of twelve: one comes in silent, turns pages, fetches only the pictures in sight, and sees who speaks", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const [owner, grace] = await Promise.all([newPerson(), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[owner, "owner"], [grace, "member"]], { accessLevel: "public" });
  const crowd = await enterCrowd(slug, names);
  try {
    const call = await CallView.open(await openPage(grace, { viewport: { width: 720, height: 480 } }), slug);
    const { page } = call;
    const identities = () => call.tiles.evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.identity!));
    const others = async () => (await identities()).filter((identity) => identity !== `u${grace.userId}`);

    await test.step("who comes as the twelfth comes in silent, and is told why", async () => {
      await call.enter({ camera: false });
      await expect(page.getByText("Many people are here: you came in with the microphone off.")).toBeVisible();
      await expect(page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
      await page.getByRole("button", { name: "All right" }).click();
      await expect(page.getByText("12 people")).toBeAttached();
    });

    await test.step("the pages hold everyone once, oneself on each, and only pictures in sight come over the line", async () => {
      await expect(page.getByText("1 of 2")).toBeVisible();
      const first = await others();
      await expect.poll(() => call.movingPictures(), { timeout: 60_000 }).toBe(first.length);
      await page.getByRole("button", { name: "Next page" }).click();
      await expect(page.getByText("2 of 2")).toBeVisible();
      await expect.poll(async () => (await others()).length).toBe(names.length - first.length);
      const second = await others();
      expect([...first, ...second].sort()).toEqual(crowd.people.map(({ userId }) => `u${userId}`).sort());
      await expect.poll(() => call.movingPictures(), { timeout: 60_000 }).toBe(second.length);
    });

    await test.step("who speaks on a later page is seen on the first", async () => {
      const silent = (await others())[0]!;
      await page.getByRole("button", { name: "Previous page" }).click();
      await expect(call.tileOf(silent)).toHaveCount(0);
      crowd.speak(crowd.people.findIndex(({ userId }) => `u${userId}` === silent));
      await expect(call.tileOf(silent)).toBeVisible({ timeout: 60_000 });
      expect(await findings(page)).toEqual([]);

      await page.keyboard.press("l");
      const large = page.getByRole("list", { name: "In focus" });
      await expect(large.locator(`[data-identity="${silent}"]`)).toBeVisible();
      await expect(call.tiles).toHaveCount(names.length);
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press("l");
      await expect(call.tiles).toHaveCount(1);
      await expect.poll(() => call.movingPictures(), { timeout: 60_000 }).toBe(1);
      await page.keyboard.press("l");
      await expect(large).toHaveCount(0);
    });
  } finally {
    await crowd.leave();
  }
});
