import { round } from "./instance.mjs";
import { median, withCallKit } from "./call-kit.mjs";

const turns = 11;
const room = "design-review";
const aimExtraMs = 150;

/** Notes in the page itself when it is inside and when the first picture of another person is drawn, in milliseconds after the click. */
function watch({ inside }) {
  const seen = { clicked: 0, connectedMs: null, frameMs: null };
  globalThis.seenOfBench = seen;
  document.addEventListener("click", (event) => event.target.closest("button") && (seen.clicked ||= performance.now()), { capture: true });
  const known = new WeakSet();
  const look = () => {
    if (seen.clicked && seen.connectedMs === null && document.querySelector(inside)) seen.connectedMs = performance.now() - seen.clicked;
    for (const video of document.querySelectorAll("video")) {
      if (known.has(video)) continue;
      known.add(video);
      video.requestVideoFrameCallback(() => (seen.frameMs ??= performance.now() - seen.clicked));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-state"] });
}

/**
 * From the click on Join to being inside and to the first picture of another person, beside the same browser on a page that
 * does nothing but join LiveKit with a key that it has already. Turn by turn; medians. The person who is looked at sends
 * from a browser too, in a room of LiveKit each.
 */
export async function measure() {
  return withCallKit(async (kit) => {
    const direct = await kit.servePage("direct-call.mjs", "<body><button>Join</button></body>");
    await kit.createRoom("bench");
    const directPath = async (identity, more = "") => `${direct}?url=${encodeURIComponent(kit.livekitUrl)}&token=${await kit.mint("bench", identity)}${more}`;
    const [joiner, sender] = [await kit.openBrowser(0), await kit.openBrowser(1)];

    const ours = await sender.newPage();
    await ours.goto(`/r/${room}/call`);
    await ours.getByRole("button", { name: "Turn on camera" }).click();
    await ours.getByRole("button", { name: "Turn off camera" }).waitFor();
    await ours.getByRole("button", { name: "Join", exact: true }).click();
    await ours.getByRole("button", { name: "Leave", exact: true }).waitFor();
    const theirs = await sender.newPage();
    await theirs.goto(await directPath("sender", "&send"));
    await theirs.getByRole("button", { name: "Join" }).click();
    await theirs.locator("body[data-state=inside]").waitFor();

    const once = async (address, inside) => {
      const page = await joiner.newPage();
      await page.addInitScript(watch, { inside });
      await page.goto(address);
      const join = page.getByRole("button", { name: "Join", exact: true });
      await join.waitFor();
      // A person looks at the door before they go in; the page fetches the call's code meanwhile.
      await page.waitForTimeout(2500);
      await join.click();
      await page.waitForFunction(() => globalThis.seenOfBench.frameMs !== null && globalThis.seenOfBench.connectedMs !== null);
      const { connectedMs, frameMs } = await page.evaluate(() => globalThis.seenOfBench);
      await page.close();
      return { connectedMs, frameMs };
    };
    const times = { atrium: [], livekit: [] };
    for (let turn = 0; turn <= turns; turn += 1) {
      const pair = { atrium: await once(`/r/${room}/call`, "main.stage"), livekit: await once(await directPath(`joiner${turn}`), "body[data-state=inside]") };
      // The first turn warms both.
      if (turn > 0) for (const [side, result] of Object.entries(pair)) times[side].push(result);
    }
    const of = (side, figure) => round(median(times[side].map((each) => each[figure])), 0);
    const result = Object.fromEntries(Object.keys(times).map((side) => [side, { connectedMs: of(side, "connectedMs"), firstFrameMs: of(side, "frameMs") }]));
    return { ...result, extra: { connectedMs: result.atrium.connectedMs - result.livekit.connectedMs, firstFrameMs: result.atrium.firstFrameMs - result.livekit.firstFrameMs, aimMs: aimExtraMs }, turns };
  });
}
