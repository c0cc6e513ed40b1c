import { Cron } from "croner";

/** Splits Inngest's optional zone prefix: "TZ=Europe/Paris 0 12 * * *". Without one a schedule is in UTC. */
function open(expression: string): Cron {
  const zoned = /^TZ=(\S+)\s+(.+)$/.exec(expression.trim());
  return zoned ? new Cron(zoned[2]!, { timezone: zoned[1]! }) : new Cron(expression, { timezone: "UTC" });
}

/** What is wrong with a schedule, or null. */
export function scheduleProblem(expression: string): string | null {
  try {
    return nextTime(expression) ? null : "it never comes due";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first time of the schedule after `after`; null when there is none. */
export function nextTime(expression: string, after = new Date()): Date | null {
  return open(expression).nextRun(after);
}
