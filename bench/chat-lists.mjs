import { asker, inChatWorld, quantile } from "./chat-world.mjs";
import { round } from "./instance.mjs";

const rooms = 1000;
const inFirst = 100_000;
const rounds = 150;

/** The list of a person's thousand rooms, and pages of a room's hundred thousand messages at its end, its middle and its beginning. */
export const measure = () =>
  inChatWorld({ rooms, people: 20, membersEach: 20, messagesEach: 5, messagesInFirst: inFirst }, async (world) => {
    const { ask, close } = asker(world, 1);
    const cookie = world.cookies[0];
    const timesOf = async (address) => {
      const times = [];
      for (let turn = 0; turn < rounds + 30; turn += 1) {
        const began = performance.now();
        const { status } = await ask("GET", address, cookie);
        if (status !== 200) throw new Error(`${address} was answered ${status}.`);
        if (turn >= 30) times.push(performance.now() - began);
      }
      return { p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)) };
    };
    const messages = `/api/rooms/${world.rooms[0].id}/messages/`;
    const result = { roomList: await timesOf("/api/rooms/"), pageAtEnd: await timesOf(messages), pageInMiddle: await timesOf(`${messages}?before=${inFirst / 2}`), pageAtBeginning: await timesOf(`${messages}?before=101`) };
    close();
    return { rooms, messages: inFirst, ...result, aimP50Ms: 15 };
  });
