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

const told = (violations: Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"]) => violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`);

// No page of ours has a frame of another origin, the only thing for which a second page is opened otherwise. What passed is not told: describing it costs more than the rules.
const builder = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });

/** The same page in the other theme: of all that axe looks at, only contrast can be different. The page keeps that theme. */
export async function contrastFindings(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await settled(page);
  return told((await builder(page).withRules(["color-contrast"]).analyze()).violations);
}

/**
 * What axe finds against WCAG 2.2 A and AA once nothing moves, and whether the page is wider than its window; short enough
 * to read in a failure. `within` (selectors) narrows axe to what opened over a page that was looked at already.
 */
export async function findings(page: Page, ...within: string[]): Promise<string[]> {
  await settled(page);
  const axe = builder(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  for (const selector of within) axe.include(selector);
  const { violations } = await axe.analyze();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [...told(violations), ...(tooWide > 0 ? [`the page is ${tooWide} px wider than its window`] : [])];
}
