const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Milliseconds from `now` (epoch milliseconds) until what the SDK reports: "1h30m", an ISO date, or a number of seconds.
 * Never negative: a date that has passed is due at once. @throws when the text is none of these.
 */
export function delayMs(value: string | number, now = Date.now()): number {
  const text = String(value).trim();
  if (text === "") return 0;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw new Error(`"${text}" is no date`);
    return Math.max(0, at - now);
  }
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) throw new Error(`"${text}" is no duration`);
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)) total += Number(count) * unitMs[unit!]!;
  return total;
}
