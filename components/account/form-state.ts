/** What a form shows after it was sent: words in the reader's language, and what was typed but for passwords. */
export type FormState = {
  ok: boolean;
  /** Why the form as a whole was refused. */
  error?: string;
  fields?: Record<string, string[]>;
  typed: Record<string, string>;
} | null;

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;
