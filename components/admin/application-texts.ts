import type texts from "@/messages/en/applications.json";

/** The texts of applications, as a prop of the parts that run in the browser. */
export type ApplicationTexts = typeof texts;

/** What a form shows after it was sent: words in the reader's language, what was typed, and a new secret this once. */
export type ApplicationFormState = {
  ok: boolean;
  error?: string;
  fields: Record<string, string[]>;
  typed?: { name: string; allowedDomains: string; scopes: string[]; mayCreatePublicRooms: boolean; mayCreateUsers: boolean };
  issued?: { id: number; clientId: string; secret: string };
} | null;

export type ApplicationFormAction = (previous: ApplicationFormState, form: FormData) => Promise<ApplicationFormState>;
