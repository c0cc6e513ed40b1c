import { randomUUID } from "node:crypto";
import { round } from "./instance.mjs";
import { asker, cpuOfTreeMs, inChatWorld, quantile } from "./chat-world.mjs";

const warmSeconds = 4;
const seconds = 12;

/**
 * Sends for some seconds from so many senders at once, each message by another person (a person may send four a second),
 * through the web process as a browser does. Counts the processor time of web and database together.
 * @param {{ rooms: number, senders: number, people: number, membersEach: number }} setting
 */
export function measureSends({ rooms, senders, people, membersEach }) {
  return inChatWorld({ rooms, people, membersEach }, async (world) => {
    const { ask, close } = asker(world, senders);
    let turn = 0;
    /** @type {number[]} */
    let times = [];
    const sendUntil = async (end) => {
      while (performance.now() < end) {
        turn += 1;
        const room = world.rooms[turn % world.rooms.length];
        const member = room.members[Math.floor(turn / world.rooms.length) % room.members.length];
        const began = performance.now();
        const { status, text } = await ask("POST", `/api/rooms/${room.id}/messages/`, world.cookies[member], { content: `Message ${turn} with some more words in it`, client_id: randomUUID() });
        if (status !== 201) throw new Error(`A message was answered ${status}: ${text}`);
        times.push(performance.now() - began);
      }
    };
    const run = (forSeconds) => Promise.all(Array.from({ length: senders }, () => sendUntil(performance.now() + forSeconds * 1000)));
    await run(warmSeconds);
    times = [];
    const [began, webBefore, postgresBefore] = [performance.now(), cpuOfTreeMs(world.web), cpuOfTreeMs(world.postgres)];
    await run(seconds);
    const took = (performance.now() - began) / 1000;
    const [web, postgres] = [cpuOfTreeMs(world.web) - webBefore, cpuOfTreeMs(world.postgres) - postgresBefore];
    close();
    return {
      senders, rooms, perSecond: Math.round(times.length / took), aimPerSecond: 500, p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)),
      cpuMsPerMessage: round((web + postgres) / times.length, 2), webCpuMs: round(web / times.length, 2), postgresCpuMs: round(postgres / times.length, 2), aimCpuMs: 3,
    };
  });
}
