import { measureSends } from "./chat-sends.mjs";

/** Sixteen people write at a time, over fifty rooms of a hundred members. */
export const measure = async () => ({ ...(await measureSends({ rooms: 50, senders: 16, people: 2000, membersEach: 100 })), aimP99Ms: 60 });
