import { asker, cpuOfTreeMs, inChatWorld, quantile } from "./chat-world.mjs";
import { round } from "./instance.mjs";

const rooms = 20;
const each = 25_000;
const inFirst = 500_000;
const rounds = 40;

/** Searches among a million messages: a word that everybody says and one that hardly anybody does, in the largest room and in all of one's own. */
export const measure = () =>
  inChatWorld({ rooms, people: 200, membersEach: 200, messagesEach: each, messagesInFirst: inFirst }, async (world) => {
    const { ask, close } = asker(world, 1);
    let turn = 0;
    const timesOf = async (words, more, expected) => {
      const times = [];
      let before = 0;
      for (let count = 0; count < rounds + 10; count += 1) {
        if (count === 10) before = cpuOfTreeMs(world.web) + cpuOfTreeMs(world.postgres);
        const began = performance.now();
        // Another person each time: one may search once a second.
        const { status, text } = await ask("GET", `/api/messages/search/?q=${encodeURIComponent(words)}&limit=20${more}`, world.cookies[(turn += 1) % world.cookies.length]);
        if (status !== 200) throw new Error(`A search was answered ${status}: ${text}`);
        const { results } = JSON.parse(text);
        if (results.length !== expected) throw new Error(`"${words}" found ${results.length}.`);
        if (count >= 10) times.push(performance.now() - began);
      }
      return { p50Ms: round(quantile(times, 0.5)), p95Ms: round(quantile(times, 0.95)), cpuMs: round((cpuOfTreeMs(world.web) + cpuOfTreeMs(world.postgres) - before) / rounds) };
    };
    const inRoom = `&room=${world.rooms[0].id}`;
    const result = {
      commonInRoom: await timesOf("lunch thanks", inRoom, 20), rareInRoom: await timesOf("xylophone", inRoom, 20), noneInRoom: await timesOf("zeppelin", inRoom, 0),
      commonInAll: await timesOf("lunch thanks", "", 20), rareInAll: await timesOf("xylophone", "", 20), oneInAll: await timesOf("note499999", "", 1),
    };
    close();
    return { messages: inFirst + rooms * each, rooms, ...result, aimP50Ms: 50 };
  });
