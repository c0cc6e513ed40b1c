/** Why somebody reports a message, from what is most often meant to the rest. */
export const reportReasons = ["harassment", "hate", "violence", "sexual", "private", "spam", "other"] as const;

/** What moderators can do about a reported message. None of them is a decision too. */
export const reportMeasures = ["hide", "warn", "ban", "deactivate"] as const;
