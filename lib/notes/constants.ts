/** Why a connection was closed for good, or until something changes. Codes of websockets, 4000 to 4999 are ours. */
export const noteClosings = { unauthenticated: 4401, forbidden: 4403, not_found: 4404, full: 4413, invalid_input: 4400, rate_limited: 4429 } as const;

/** The bytes before a change that a browser sends: its number, by which it is told that it is kept. */
export const noteNumberBytes = 4;
