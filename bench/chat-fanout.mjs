import { randomUUID } from "node:crypto";
import { asker, cpuOfTreeMs, inChatWorld, quantile } from "./chat-world.mjs";
import { Streams } from "./chat-streams.mjs";
import { cpuMs } from "./process-cost.mjs";
import { round } from "./instance.mjs";

const readers = 3000;
const warm = 10;
const messages = 30;

/** One message to three thousand people who all listen: when the last one has it, from the start of the request, and what that costs. */
export const measure = () =>
  inChatWorld({ rooms: 1, people: readers, membersEach: readers }, async (world) => {
    const streams = new Streams();
    await streams.open(world.port, world.cookies);
    const { ask, close } = asker(world, 1);
    const [lasts, medians, costs, databaseCosts] = [[], [], [], []];
    for (let turn = 0; turn < warm + messages; turn += 1) {
      const text = randomUUID();
      const [web, database] = [cpuMs(world.web), cpuOfTreeMs(world.postgres)];
      const began = performance.now();
      const all = streams.arrivalsOf(text);
      const { status } = await ask("POST", `/api/rooms/${world.rooms[0].id}/messages/`, world.cookies[turn], { content: text });
      if (status !== 201) throw new Error(`A message was answered ${status}.`);
      const arrivals = await all;
      if (turn < warm) continue;
      lasts.push(Math.max(...arrivals) - began);
      medians.push(quantile(arrivals, 0.5) - began);
      costs.push(cpuMs(world.web) - web);
      databaseCosts.push(cpuOfTreeMs(world.postgres) - database);
    }
    streams.close();
    close();
    return {
      readers, lastMs: round(quantile(lasts, 0.5)), lastWorstMs: round(Math.max(...lasts)), aimLastMs: 100, middleReaderMs: round(quantile(medians, 0.5)),
      webCpuMs: round(quantile(costs, 0.5)), databaseCpuMs: round(databaseCosts.reduce((sum, each) => sum + each, 0) / messages), aimCpuMs: 50,
    };
  });
