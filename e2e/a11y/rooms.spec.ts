import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";
import { RoomPage } from "@/e2e/pages/room";

/** What axe finds against WCAG 2.2 A and AA, once nothing moves any more. */
async function violations(page: Page): Promise<string[]> {
  await expect
    .poll(() => page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running" && animation.effect?.getTiming().iterations !== Infinity).length))
    .toBe(0);
  const { violations: found } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  return found.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const [name, options] of Object.entries({
  "a laptop in light": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "a phone in the dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
} as const)) {
  test(`home, rooms and a room are clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const [ada, stranger] = await Promise.all([newPerson(), newPerson()]);
    const { slug } = await createRoomWith([[ada, "owner"]]);
    const room = new RoomPage(await openPage(ada, options));
    await room.open(slug);
    await room.send("A message with a link: https://example.org/");
    await expect(room.log.getByText("A message")).toBeVisible();
    const found: Record<string, string[]> = { room: await violations(room.page) };
    for (const path of ["/", "/rooms", "/rooms/new", "/search?q=message", "/r/no-such-room-here", `/r/${slug}/members`, `/r/${slug}/settings`]) {
      await room.page.goto(path);
      found[path] = await violations(room.page);
    }
    const door = await openPage(stranger, options);
    await door.goto(`/r/${slug}`);
    found.door = await violations(door);
    expect(found).toEqual({ room: [], "/": [], "/rooms": [], "/rooms/new": [], "/search?q=message": [], "/r/no-such-room-here": [], [`/r/${slug}/members`]: [], [`/r/${slug}/settings`]: [], door: [] });
  });
}
