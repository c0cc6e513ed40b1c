/** Recordings that one has agreed to in this page: at the door, by beginning them, or when one was asked. */
const agreed = new Set<string>();

export function agreeTo(recordingId: string): void {
  agreed.add(recordingId);
}

export function hasAgreedTo(recordingId: string): boolean {
  return agreed.has(recordingId);
}
