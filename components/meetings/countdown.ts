/** `2 h 05 min 09 s`, with days before it where there are any; seconds only below an hour's last minute too. */
export function countdownText(totalSeconds: number, dayUnit: string): string {
  const whole = Math.max(0, Math.ceil(totalSeconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [days, hours, minutes, seconds] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  if (days > 0) return `${days} ${dayUnit} ${hours} h ${two(minutes)} min ${two(seconds)} s`;
  if (hours > 0) return `${hours} h ${two(minutes)} min ${two(seconds)} s`;
  return minutes > 0 ? `${minutes} min ${two(seconds)} s` : `${seconds} s`;
}

/** How far the server's clock is ahead of this browser's, from an answer that tells it. In milliseconds. */
export function clockOffset(serverNow: string, browserNow: number): number {
  return Date.parse(serverNow) - browserNow;
}
