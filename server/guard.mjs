// Outlives a killed supervisor. Its standard input closes when the process that started it is gone, however that
// process ended; then it ends every process it was told about. See setup/guard-client.mjs for the other side.
//   + <pid> <rank> <plan as JSON>   watch over a process; higher ranks are ended first, equal ranks together
//   - <pid>                         it has ended by itself
import readline from "node:readline";
import { endProcess } from "./setup/processes.mjs";

/** @type {Map<number, { rank: number, plan: import("./setup/processes.mjs").EndPlan }>} */
const watched = new Map();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const input = readline.createInterface({ input: process.stdin });
input.on("line", (line) => {
  const [verb, pid, rank, ...plan] = line.split(" ");
  if (verb === "-") watched.delete(Number(pid));
  if (verb === "+") watched.set(Number(pid), { rank: Number(rank), plan: JSON.parse(plan.join(" ")) });
});
input.on("close", async () => {
  const ranks = [...new Set([...watched.values()].map((entry) => entry.rank))].sort((a, b) => b - a);
  for (const rank of ranks) {
    const entries = [...watched].filter(([, entry]) => entry.rank === rank);
    await Promise.all(entries.map(([pid, entry]) => endProcess(pid, entry.plan)));
  }
  process.exit(0);
});
