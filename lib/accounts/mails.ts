import { createTranslator } from "next-intl";
import type { Locale } from "@/lib/accounts/contract";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { loadMessages } from "@/lib/platform/messages";
import { composeMail } from "@/lib/platform/mail/template";
import type { Mail } from "@/lib/platform/mail/transport";

/** Without the name: whoever registers a foreign address chooses it, and would write to its owner. */
type Recipient = { email: string; locale: Locale };
type Kind = "activate" | "known" | "reset" | "changed";

const hours = (seconds: number) => Math.round(seconds / 3600);

async function accountMail(kind: Kind, to: Recipient, url: string, values: Record<string, string | number> = {}): Promise<Mail> {
  const messages = await loadMessages(to.locale);
  const t = createTranslator({ locale: to.locale, messages: messages as never, namespace: "mail" as never }) as unknown as (key: string, values?: Record<string, string | number>) => string;
  return composeMail({
    locale: to.locale,
    to: to.email,
    subject: t(`${kind}.subject`),
    greeting: t("greeting"),
    paragraphs: [t(`${kind}.text`, values)],
    action: { label: t(`${kind}.action`), url },
    footnote: t(`${kind}.footnote`),
  });
}

/** To a new address, and again on request: the link that confirms it. */
export function activationMail(to: Recipient, url: string): Promise<Mail> {
  return accountMail("activate", to, url, { hours: hours(settings.activationSeconds) });
}

/** To an address that somebody tried to register although it has an account. */
export function knownAddressMail(to: Recipient): Promise<Mail> {
  return accountMail("known", to, `${env().APP_URL}/forgot`);
}

export function resetMail(to: Recipient, url: string): Promise<Mail> {
  return accountMail("reset", to, url, { hours: hours(settings.resetSeconds) });
}

/** After the fact, so that a person hears of a change that was not theirs. */
export function passwordChangedMail(to: Recipient): Promise<Mail> {
  return accountMail("changed", to, `${env().APP_URL}/forgot`);
}
