/** RFC 3339 in UTC with six fraction digits, as the contract wants: clients sort these as text. */
export function toTimestamp(date: Date): string {
  return `${date.toISOString().slice(0, -1)}000Z`;
}

/** `1:02:09` or `4:05` for a length in seconds. */
export function formatDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  const seconds = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size for people, in powers of 1000: `1.4 GB`. */
export function formatBytes(bytes: number, locale = "en"): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** A time that something took, for people: `340 ms`, `4.2 s`, then as `formatDuration`. */
export function formatElapsed(ms: number, locale = "en"): string {
  const whole = Math.max(0, ms);
  if (whole < 1000) return `${Math.round(whole)} ms`;
  return whole < 59_950 ? `${(whole / 1000).toLocaleString(locale, { maximumFractionDigits: 1 })} s` : formatDuration(whole / 1000);
}
