import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect } from "@/e2e/fixtures";

/** Where pages are looked at: the two widths of most people, each in another theme. */
export const views = {
  "a laptop in light": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "a phone in the dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
} as const satisfies Record<string, BrowserContextOptions>;

/** Waits until what moves in has arrived: half-transparent text has no honest contrast. */
async function settled(page: Page): Promise<void> {
  const moving = () => page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running" && animation.effect?.getTiming().iterations !== Infinity).length);
  await expect.poll(moving).toBe(0);
}

/**
 * What axe finds against WCAG 2.2 A and AA once nothing moves, and whether the page is wider than its window; short enough
 * to read in a failure. `within` (selectors) narrows axe to what opened over a page that was looked at already.
 */
export async function findings(page: Page, ...within: string[]): Promise<string[]> {
  await settled(page);
  // No page of ours has a frame of another origin, the only thing for which a second page is opened otherwise.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  for (const selector of within) axe.include(selector);
  const { violations } = await axe.analyze();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [...violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`), ...(tooWide > 0 ? [`the page is ${tooWide} px wider than its window`] : [])];
}
