import { createTranslator } from "next-intl";
import type { z } from "zod";
import { regionalLocale, type Locale } from "@/lib/core/locale";
import { loadMessages } from "@/lib/platform/messages";
import { composeMail, type MailParts } from "@/lib/platform/mail/template";
import type { Mail } from "@/lib/platform/mail/transport";

/** Whom a mail is for, as they are when it is made. Without the name: whoever registers a foreign address chooses it, and would write to its owner. */
export type Reader = { userId: number | null; email: string; locale: Locale; timeZone: string };

export type Words = (key: string, values?: Record<string, string | number>) => string;
export type MailContent = Omit<MailParts, "locale" | "to" | "greeting"> & { greeting?: string };

type Tools<Data> = {
  data: Data;
  reader: Reader;
  /** The texts of the kind's namespace, in the reader's language. */
  t: Words;
  /** A date and time as the reader's clock shows it, with the name of the time zone. */
  when: (instant: Date | string) => string;
};

type Options<S extends z.ZodObject> = {
  /** What the mail is made from. Stored as JSON, so: texts, numbers, lists; times as RFC 3339. */
  data: S;
  /** Fields that open something (links with tokens): stored encrypted, erased once the mail went out, never shown to administrators. */
  secrets?: readonly (keyof z.output<S> & string)[];
  /** The file of `messages/<locale>/` that holds its texts. */
  namespace?: string;
  /** Asked right before it is sent; false cancels it: a reminder of something that was moved, a kind that the reader switched off. */
  isStillWanted?: (data: z.output<S>, reader: Reader) => Promise<boolean>;
  compose: (tools: Tools<z.output<S>>) => MailContent;
};

/** A kind whose data is not known in types any more: what the job finds by a row's name. */
export type AnyMailKind = {
  name: string;
  secrets: readonly string[];
  /** @throws ZodError for data that is not of this kind */
  isStillWanted(raw: unknown, reader: Reader): Promise<boolean>;
  /** @throws ZodError for data that is not of this kind */
  make(raw: unknown, reader: Reader): Promise<Mail>;
};

export type MailKind<Data> = AnyMailKind & {
  /** What is stored open, and what is stored sealed. @throws ZodError */
  split(data: Data): { open: Record<string, unknown>; secret: Record<string, unknown> };
};

/** `Saturday 21 November 2026 at 14:05 Central European Standard Time`, in the reader's words. */
export function formatForReader(reader: Pick<Reader, "locale" | "timeZone">, instant: Date): string {
  return new Intl.DateTimeFormat(regionalLocale(reader.locale), {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "long", timeZone: reader.timeZone,
  }).format(instant);
}

async function makeMail<Data>(compose: (tools: Tools<Data>) => MailContent, namespace: string, data: Data, reader: Reader): Promise<Mail> {
  const messages = await loadMessages(reader.locale);
  const translate = (name: string) => createTranslator({ locale: reader.locale, messages: messages as never, namespace: name as never }) as unknown as Words;
  const when = (instant: Date | string) => formatForReader(reader, new Date(instant));
  const content = compose({ data, reader, t: translate(namespace), when });
  return composeMail({ locale: reader.locale, to: reader.email, ...content, greeting: content.greeting ?? translate("mail")("greeting") });
}

/**
 * One kind of mail: its data, its texts, its link. Declared in its domain's `mails.ts`, queued with `queueMail`, and listed
 * in `inngest/mail-kinds.ts`, or the job does not know it. Names are stored: never reuse one for something else.
 */
export function defineMail<S extends z.ZodObject>(name: string, options: Options<S>): MailKind<z.input<S>> {
  const secrets = options.secrets ?? [];
  return {
    name,
    secrets,
    split(data) {
      const entries = Object.entries(options.data.parse(data));
      const isSecret = ([key]: [string, unknown]) => (secrets as readonly string[]).includes(key);
      return { open: Object.fromEntries(entries.filter((entry) => !isSecret(entry))), secret: Object.fromEntries(entries.filter(isSecret)) };
    },
    isStillWanted: async (raw, reader) => (await options.isStillWanted?.(options.data.parse(raw), reader)) ?? true,
    make: async (raw, reader) => makeMail(options.compose, options.namespace ?? "mail", options.data.parse(raw), reader),
  };
}
