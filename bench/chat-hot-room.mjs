import { measureSends } from "./chat-sends.mjs";

/** Sixty-four people write at a time into one room of a thousand. */
export const measure = () => measureSends({ rooms: 1, senders: 64, people: 1000, membersEach: 1000 });
