import { z } from "zod";
import { securityNews } from "@/lib/accounts/contract";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { defineMail, type MailContent, type Words } from "@/lib/platform/mail/kind";

const hours = (seconds: number) => Math.round(seconds / 3600);
const linkOnly = z.strictObject({ url: z.url() });
const nothing = z.strictObject({});

function textsOf(t: Words, kind: string, url: string, values?: Record<string, string | number>): MailContent {
  return { subject: t(`${kind}.subject`, values), paragraphs: [t(`${kind}.text`, values)], action: { label: t(`${kind}.action`), url }, footnote: t(`${kind}.footnote`) };
}

/** To a new address, and again on request: the link that confirms it. */
export const activationMail = defineMail("account.activate", {
  data: linkOnly,
  secrets: ["url"],
  compose: ({ t, data }) => textsOf(t, "activate", data.url, { hours: hours(settings.activationSeconds) }),
});

/** To somebody whom an administrator invites; their name stands in it, so that the reader knows who wants them. */
export const invitationMail = defineMail("account.invitation", {
  data: z.strictObject({ url: z.url(), name: z.string() }),
  secrets: ["url"],
  compose: ({ t, data: { url, name } }) => textsOf(t, "invitation", url, { name, days: Math.round(settings.accountInvitationSeconds / 86_400) }),
});

/** To an address that somebody tried to register although it has an account. */
export const knownAddressMail = defineMail("account.known", {
  data: nothing,
  compose: ({ t }) => textsOf(t, "known", `${env().APP_URL}/forgot`),
});

export const resetMail = defineMail("account.reset", {
  data: linkOnly,
  secrets: ["url"],
  compose: ({ t, data }) => textsOf(t, "reset", data.url, { hours: hours(settings.resetSeconds) }),
});

/** After the fact, so that a person hears of a change that was not theirs. */
export const passwordChangedMail = defineMail("account.password_changed", {
  data: z.strictObject({ at: z.iso.datetime() }),
  compose: ({ t, data, when }) => textsOf(t, "changed", `${env().APP_URL}/forgot`, { when: when(data.at) }),
});

/** After the fact as well, and whoever did it: cannot be switched off. */
export const securityMail = defineMail("account.security", {
  data: z.strictObject({ news: z.enum(securityNews), at: z.iso.datetime(), name: z.string().optional(), left: z.int().optional() }),
  compose: ({ t, data: { news, at, name = "", left = 0 }, when }) => ({
    subject: t(`security.${news}.subject`),
    paragraphs: [t(`security.${news}.text`, { when: when(at), name, left })],
    action: { label: t("security.action"), url: `${env().APP_URL}/settings/security` },
    footnote: t("security.footnote"),
  }),
});

/** To the new address: the link that makes it the account's. */
export const addressConfirmMail = defineMail("account.address_confirm", {
  data: linkOnly,
  secrets: ["url"],
  compose: ({ t, data }) => textsOf(t, "addressConfirm", data.url, { hours: hours(settings.addressChangeSeconds) }),
});

/** To an address that has an account, when somebody wants to change theirs to it. */
export const addressTakenMail = defineMail("account.address_taken", {
  data: nothing,
  compose: ({ t }) => textsOf(t, "addressTaken", `${env().APP_URL}/forgot`),
});

const addressNews = { data: z.strictObject({ email: z.string(), url: z.url() }), secrets: ["url"] } as const;

/** To the address that is to be left: somebody asked for it. */
export const addressAskedMail = defineMail("account.address_asked", {
  ...addressNews,
  compose: ({ t, data }) => textsOf(t, "addressAsked", data.url, { email: data.email }),
});

/** To the address that was left, with the way back. */
export const addressChangedMail = defineMail("account.address_changed", {
  ...addressNews,
  compose: ({ t, data }) => textsOf(t, "addressChanged", data.url, { email: data.email, days: Math.round(settings.addressRevertSeconds / 86_400) }),
});

/** The account is closed and will be deleted, as its person wished. */
export const deletionMail = defineMail("account.deletion", {
  data: z.strictObject({ dueAt: z.iso.datetime(), url: z.url() }),
  secrets: ["url"],
  compose: ({ t, data, when }) => textsOf(t, "deletion", data.url, { when: when(data.dueAt) }),
});

/** The same, as an administrator decided; there is nothing to press. */
export const deletionOrderedMail = defineMail("account.deletion_ordered", {
  data: z.strictObject({ dueAt: z.iso.datetime(), reason: z.string() }),
  compose: ({ t, data, when }) => ({ subject: t("deletionOrdered.subject"), paragraphs: [t("deletionOrdered.text", { when: when(data.dueAt) }), t("deletionOrdered.reason", { reason: data.reason })], footnote: t("deletionOrdered.footnote") }),
});

/** The copy of one's data can be fetched. */
export const exportReadyMail = defineMail("account.export_ready", {
  data: nothing,
  compose: ({ t }) => textsOf(t, "exportReady", `${env().APP_URL}/settings/data`, { hours: hours(settings.exportKeptSeconds) }),
});
