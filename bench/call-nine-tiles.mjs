import { round } from "./instance.mjs";
import { median, withCallKit } from "./call-kit.mjs";

const slug = "design-review";
const others = 8;
const turns = 5;
const watchedMs = 10_000;
const settleMs = 4_000;

/** What the example's own stylesheet says about the grid; the rest of it is colours. */
const styles = `<style>
body { margin: 0 } #root, .lk-room-container, .lk-video-conference { height: 100vh; display: flex; flex: 1; flex-direction: column; position: relative }
.lk-video-conference-inner { display: flex; flex-direction: column; flex: 1; height: calc(100vh - 69px) } .lk-grid-layout-wrapper { height: calc(100% - 69px); display: flex }
.lk-grid-layout { display: grid; flex: 1; gap: 8px; grid-template-columns: repeat(var(--lk-col-count), minmax(0, 1fr)); grid-template-rows: repeat(var(--lk-row-count), minmax(0, 1fr)); width: 100%; height: 100%; --lk-col-count: 1; --lk-row-count: 1 }
.lk-participant-tile { position: relative; overflow: hidden; height: 100%; background: #111 } .lk-participant-media-video { width: 100%; height: 100%; object-fit: cover } .lk-participant-placeholder { display: none } .lk-chat { display: none }
.lk-participant-metadata { position: absolute; bottom: 8px; left: 8px } svg { width: 20px }
</style>`;

/** Processor seconds of the processes that hold pages, by their number: no other page is open. @param {import("@playwright/test").CDPSession} session of the browser @returns {Promise<Map<number, number>>} */
async function pageSeconds(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return new Map(processInfo.filter((each) => each.type === "renderer").map((each) => [each.id, each.cpuTime]));
}

/**
 * What a page with nine tiles costs the processor, beside LiveKit's own example components: the page's process, in per cent
 * of one processor, over ten seconds in which nobody does anything. Eight people who send, and oneself without a camera.
 */
export async function measure() {
  return withCallKit(async (kit) => {
    const prefab = await kit.servePage("prefab-call.mjs", `${styles}<body><div id="root"></div></body>`);
    const room = await kit.livekitNameOf(slug);
    await kit.createRoom(room);
    await kit.enterRobots(room, others);
    const context = await kit.openBrowser(0);
    const session = await kit.browser.newBrowserCDPSession();

    const cost = async (open) => {
      const page = await context.newPage();
      const tiles = await open(page);
      await page.waitForFunction((count) => [...document.querySelectorAll("video")].filter((video) => video.videoWidth > 0 && video.offsetWidth > 0).length >= count, others, { timeout: 60_000 });
      await page.waitForTimeout(settleMs);
      const [before, began] = [await pageSeconds(session), performance.now()];
      await page.waitForTimeout(watchedMs);
      const used = [...(await pageSeconds(session))].reduce((sum, [id, seconds]) => sum + seconds - (before.get(id) ?? 0), 0);
      const percent = (used / ((performance.now() - began) / 1000)) * 100;
      const shown = await tiles.count();
      await page.close();
      return { percent, shown };
    };
    const openOurs = async (page) => {
      await page.goto(`/r/${slug}/call`);
      await page.getByRole("button", { name: "Join", exact: true }).click();
      await page.getByRole("button", { name: "Leave", exact: true }).waitFor();
      return page.getByRole("list", { name: "People in the call" }).getByRole("listitem");
    };
    const openTheirs = async (page) => {
      await page.goto(`${prefab}?url=${encodeURIComponent(kit.livekitUrl)}&token=${await kit.mint(room, "watcher")}`);
      return page.locator(".lk-participant-tile");
    };
    const costs = { atrium: [], livekit: [] };
    const tiles = {};
    for (let turn = 0; turn < turns; turn += 1) {
      for (const [side, open] of [["atrium", openOurs], ["livekit", openTheirs]]) {
        const { percent, shown } = await cost(open);
        costs[side].push(percent);
        tiles[side] = shown;
      }
    }
    const percent = Object.fromEntries(Object.entries(costs).map(([side, values]) => [side, round(median(values), 1)]));
    return { tiles, percentOfOneProcessor: percent, ratio: round(percent.atrium / percent.livekit, 2), each: Object.fromEntries(Object.entries(costs).map(([side, values]) => [side, values.map((value) => round(value, 1))])) };
  });
}
