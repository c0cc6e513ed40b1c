/** What a form shows after it was sent: words in the reader's language, and what was typed but for passwords. */
export type FormState = {
  ok: boolean;
  /** Why the form as a whole was refused. */
  error?: string;
  fields?: Record<string, string[]>;
  typed: Record<string, string>;
  /** Of a sign-in that asks for a code now: the password was right. */
  ticket?: string;
} | null;

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

/** Of a form whose answer shows recovery codes, the only time that they are shown. */
export type CodesFormState = (NonNullable<FormState> & { codes?: string[] }) | null;
export type CodesFormAction = (previous: CodesFormState, form: FormData) => Promise<CodesFormState>;
