/** The channel of one person, and nobody else's. */
export function personalChannel(userId: number): string {
  return `personal:${userId}`;
}

/** Whether a person may hear a channel: their own only. */
export function mayHear(userId: number, channel: string): boolean {
  return channel === personalChannel(userId);
}
