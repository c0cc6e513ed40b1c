import fs from "node:fs";
import { inChatWorld } from "./chat-world.mjs";
import { Streams } from "./chat-streams.mjs";
import { round } from "./instance.mjs";

const [first, more] = [500, 3000];

/** @param {number} pid */
const residentKb = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** What the web process keeps for an open event stream: how much it grows by three thousand, after some hundred have made it warm. */
export const measure = () =>
  inChatWorld({ rooms: 1, people: first + more, membersEach: first + more }, async (world) => {
    const streams = new Streams();
    await streams.open(world.port, world.cookies.slice(0, first));
    const before = residentKb(world.web);
    await streams.open(world.port, world.cookies.slice(first));
    const grown = residentKb(world.web) - before;
    streams.close();
    return { connections: more, kbEach: round(grown / more), aimKbEach: 20 };
  });
