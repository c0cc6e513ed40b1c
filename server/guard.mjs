// Outlives a killed supervisor. Its standard input closes when the process that started it is gone, however that
// process ended; then it ends every process it was told about. See setup/guard-client.mjs for the other side.
//   + {"pid", "rank", "plan"}   watch over a process
//   - <pid>                     it has ended by itself
import readline from "node:readline";
import { endByRank } from "./setup/processes.mjs";

/** @type {Map<number, { pid: number, rank: number, plan: import("./setup/processes.mjs").EndPlan }>} */
const watched = new Map();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const input = readline.createInterface({ input: process.stdin });
input.on("line", (line) => {
  const value = JSON.parse(line.slice(2));
  if (line.startsWith("-")) watched.delete(value);
  else watched.set(value.pid, value);
});
input.on("close", async () => {
  await endByRank([...watched.values()]);
  process.exit(0);
});
