/** Where a mail stands. `queued` is the only state that still leads to a hand-over; `cancelled` says that nobody wants it any more. */
export const mailStates = ["queued", "sent", "failed", "cancelled"] as const;
export type MailState = (typeof mailStates)[number];

/** Why a mail did not go out, where it was not the mail server's doing; in that case the row has the server's codes. */
export const mailEndings = ["link_gone", "unknown_kind", "person_gone", "not_wanted", "mail_off", "not_made", "given_up"] as const;
export type MailEnding = (typeof mailEndings)[number];
