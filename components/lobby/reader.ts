/** Under which number the event stream and the chat know an identity: people by their own, guests by theirs below zero. */
export function readerOf(identity: string): number {
  return identity.startsWith("g") ? -Number(identity.slice(1)) : Number(identity.slice(1));
}
