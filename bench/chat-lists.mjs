import { asker, cpuOfTreeMs, inChatWorld, quantile } from "./chat-world.mjs";
import { round } from "./instance.mjs";

const rooms = 1000;
const each = 50;
const inFirst = 50_000;
const rounds = 150;

/** The list of a person's thousand rooms, and pages of a room's fifty thousand messages at its end, its middle and its beginning. */
export const measure = () =>
  inChatWorld({ rooms, people: 20, membersEach: 20, messagesEach: each, messagesInFirst: inFirst }, async (world) => {
    const { ask, close } = asker(world, 1);
    const cookie = world.cookies[0];
    const timesOf = async (address) => {
      const times = [];
      let before = 0;
      for (let turn = 0; turn < rounds + 30; turn += 1) {
        if (turn === 30) before = cpuOfTreeMs(world.web) + cpuOfTreeMs(world.postgres);
        const began = performance.now();
        const { status } = await ask("GET", address, cookie);
        if (status !== 200) throw new Error(`${address} was answered ${status}.`);
        if (turn >= 30) times.push(performance.now() - began);
      }
      return { p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)), cpuMs: round((cpuOfTreeMs(world.web) + cpuOfTreeMs(world.postgres) - before) / rounds) };
    };
    const messages = `/api/rooms/${world.rooms[0].id}/messages/`;
    const result = { roomList: await timesOf("/api/rooms/"), pageAtEnd: await timesOf(messages), pageInMiddle: await timesOf(`${messages}?before=${inFirst / 2}`), pageAtBeginning: await timesOf(`${messages}?before=101`) };
    close();
    return { rooms, messages: inFirst + rooms * each, ...result, aimP50Ms: 15 };
  });
