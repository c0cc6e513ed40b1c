/** Recordings that one has agreed to in this page: at the door, by beginning them, or when one was asked. */
const agreed = new Set<string>();
const waiting = new Set<(recordingId: string) => void>();

export function agreeTo(recordingId: string): void {
  agreed.add(recordingId);
  for (const hear of waiting) hear(recordingId);
}

export function hasAgreedTo(recordingId: string): boolean {
  return agreed.has(recordingId);
}

/** Runs as soon as one has agreed to this recording, at once where that is so already. Answers how to give that up. */
export function onAgreed(recordingId: string, run: () => void): () => void {
  if (hasAgreedTo(recordingId)) run();
  const hear = (id: string) => {
    if (id === recordingId) run();
  };
  waiting.add(hear);
  return () => void waiting.delete(hear);
}
