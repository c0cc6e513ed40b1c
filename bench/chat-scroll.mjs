import { chromium } from "@playwright/test";
import { findBrowser } from "../server/setup/browser.mjs";
import { asker, inChatWorld } from "./chat-world.mjs";
import { round } from "./instance.mjs";

const messages = 100_000;
/** So far up one reads. */
const depth = 900;
const wheelPx = 400;
const posts = 20;
const downTurns = 30;

/** Opens a browser on a room of the world as its first person. */
async function inRoom(world, run) {
  const browser = await chromium.launch({ ...(await findBrowser()), args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext({ baseURL: world.url, viewport: { width: 1280, height: 800 }, locale: "en-GB" });
    const [name = "", value = ""] = world.cookies[0].split("=");
    await context.addCookies([{ name, value, url: world.url }]);
    const page = await context.newPage();
    await page.goto("/r/bench-1");
    await page.locator("[data-connection=online]").waitFor({ state: "attached" });
    return await run(page, await context.newCDPSession(page));
  } finally {
    await browser.close();
  }
}

/** Reading on through nine hundred messages of a room of a hundred thousand, and what comes in meanwhile: elements and memory of the page, and what its main thread works. */
export const measure = () =>
  inChatWorld({ rooms: 1, people: 20, membersEach: 20, messagesInFirst: messages }, (world) =>
    inRoom(world, async (page, session) => {
      const log = page.getByRole("log");
      const outermost = () => log.evaluate((list) => Number(list.querySelector("li[data-version]")?.dataset.version));
      await session.send("Performance.enable");
      const worked = async () => {
        const { metrics } = await session.send("Performance.getMetrics");
        const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
        return { scriptMs: of("ScriptDuration") * 1000, layoutMs: (of("LayoutDuration") + of("RecalcStyleDuration")) * 1000, taskMs: of("TaskDuration") * 1000 };
      };
      const held = async () => {
        await session.send("HeapProfiler.collectGarbage");
        const { metrics } = await session.send("Performance.getMetrics");
        const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
        return { entries: await log.locator("li[data-version]").count(), elements: await page.locator("*").count(), heapMb: round(heap / 1e6) };
      };
      const per = (before, after, count) => Object.fromEntries(Object.entries(after).map(([name, value]) => [name, round((value - before[name]) / count, 2)]));
      const atBegin = await held();
      await log.hover();
      const wheel = async (by) => {
        await page.mouse.wheel(0, by);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      };
      const scrollUp = async (to) => {
        const before = await worked();
        let turns = 0;
        for (; (await outermost()) > messages - to; turns += 1) await wheel(-wheelPx);
        return { turns, aTurn: per(before, await worked(), turns), ...(await held()) };
      };
      await scrollUp(depth / 3);
      await page.getByRole("button", { name: "Go to the latest messages" }).click();
      const { ask, close } = asker(world, 1);
      const beforePosts = await worked();
      for (let turn = 0; turn < posts; turn += 1) {
        await ask("POST", `/api/rooms/${world.rooms[0].id}/messages/`, world.cookies[1], { content: `said ${turn}.` });
        await log.getByText(`said ${turn}.`).waitFor();
      }
      close();
      const aMessage = per(beforePosts, await worked(), posts);
      await log.hover();
      const up = await scrollUp(depth);
      const beforeDown = await worked();
      for (let turn = 0; turn < downTurns; turn += 1) await wheel(wheelPx);
      const down = per(beforeDown, await worked(), downTurns);
      return { messages, atBegin, aMessage, up, downATurn: down };
    }),
  );
