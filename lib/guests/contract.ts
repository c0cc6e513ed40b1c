/** A guest in chat: the number below zero of their own, so that no person's number is ever taken for it. */
export function guestChatId(guestId: number): number {
  return -guestId;
}

