/** Where a mail stands. `queued` is the only state that still leads to a hand-over; `cancelled` says that nobody wants it any more. */
export const mailStates = ["queued", "sent", "failed", "cancelled"] as const;
