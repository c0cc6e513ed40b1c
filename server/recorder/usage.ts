import { readFile } from "node:fs/promises";

/** Linux counts processor time in hundredths of a second, whatever the clock of its kernel is. */
const ticksPerSecond = 100;

type Usage = { cpuSeconds: number; rssBytes: number };

/** What another process has used. Nothing where there is no /proc, or no such process. */
async function usageOf(pid: number): Promise<Usage> {
  try {
    const [stat, status] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile(`/proc/${pid}/status`, "utf8")]);
    // The name before the last bracket may have blanks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, rssBytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1_024 };
  } catch {
    return { cpuSeconds: 0, rssBytes: 0 };
  }
}

/** Processor time and memory of this process and of its encoder together. */
export async function totalUsage(encoderPid: number | undefined): Promise<Usage> {
  const { user, system } = process.cpuUsage();
  const encoder = encoderPid === undefined ? { cpuSeconds: 0, rssBytes: 0 } : await usageOf(encoderPid);
  return { cpuSeconds: (user + system) / 1_000_000 + encoder.cpuSeconds, rssBytes: process.memoryUsage.rss() + encoder.rssBytes };
}
