/** What the form shows after it was sent: words in the reader's language, and what was typed where it was refused. */
export type MeetingFormState = { isSaved: boolean; error?: string; fields: Record<string, string[]>; typed: Record<string, string> } | null;
export type MeetingFormAction = (previous: MeetingFormState, form: FormData) => Promise<MeetingFormState>;
