import { asker, inChatWorld } from "./chat-world.mjs";
import { Streams } from "./chat-streams.mjs";
import { cpuMs } from "./process-cost.mjs";
import { round } from "./instance.mjs";

const [people, writers] = [1000, 100];
/** As lib/core/settings.ts has them. */
const [typingAgainSeconds, typingLastsSeconds, typistsTold, signsPerSecond] = [3, 7, 4, 3];
const seconds = 20;

/** Runs requests evenly over a time, `each` a second. @param {number} each @param {(turn: number) => Promise<{ status: number }>} run @param {number} expected */
async function evenly(each, run, expected) {
  const began = performance.now();
  const sent = [];
  for (let turn = 0; turn < each * seconds; turn += 1) {
    const wait = began + (turn * 1000) / each - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(run(turn));
  }
  for (const { status } of await Promise.all(sent)) if (status !== expected) throw new Error(`A sign was answered ${status}.`);
}

/**
 * Whether a browser would tell that its person writes: not while it sees enough others do so. Takes each sign for seen at
 * once, up to as many in a second as the room is told.
 */
function newsOfTyping() {
  /** @type {Map<number, number>} */
  const seen = new Map();
  return (writer) => {
    const now = performance.now();
    for (const [each, until] of seen) if (until <= now) seen.delete(each);
    const others = [...seen.keys()].filter((each) => each !== writer).length;
    if (others >= typistsTold) return false;
    seen.set(writer, now + typingLastsSeconds * 1000);
    return true;
  };
}

/**
 * What the web process spends on who writes and who is here in one room that a thousand people have before them, of whom
 * a hundred write: its processor over some time, without what it spends when nothing is told. In percent of a processor.
 */
export const measure = () =>
  inChatWorld({ rooms: 1, people, membersEach: people }, async (world) => {
    const streams = new Streams();
    await streams.open(world.port, world.cookies);
    const { ask, close } = asker(world, 8);
    const room = `/api/rooms/${world.rooms[0].id}`;
    for (let turn = 0; turn < people; turn += 1) await ask("POST", `${room}/here/`, world.cookies[turn], { here: true });
    /** @param {() => Promise<unknown>} during */
    const percentOf = async (during) => {
      const [began, before] = [performance.now(), cpuMs(world.web)];
      await during();
      return (100 * (cpuMs(world.web) - before)) / (performance.now() - began);
    };
    const quiet = await percentOf(() => new Promise((resolve) => setTimeout(resolve, seconds * 1000)));
    // Before the signs of the beginning are forgotten.
    const presence = await percentOf(() => evenly(signsPerSecond, (turn) => ask("POST", `${room}/here/`, world.cookies[turn % people], { here: true }), 200));
    const tell = (turn) => ask("POST", `${room}/typing/`, world.cookies[turn % writers]);
    const isNews = newsOfTyping();
    const typing = await percentOf(() => evenly(writers / typingAgainSeconds, (turn) => (isNews(turn % writers) ? tell(turn) : Promise.resolve({ status: 204 })), 204));
    const allTell = await percentOf(() => evenly(writers / typingAgainSeconds, tell, 204));
    streams.close();
    close();
    return { readers: people, writers, quietPercent: round(quiet, 2), typingPercent: round(typing - quiet, 2), whereAllTellPercent: round(allTell - quiet, 2), presencePercent: round(presence - quiet, 2), aimPercent: 1 };
  });
