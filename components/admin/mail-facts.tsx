import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { FactList } from "@/components/admin/fact-list";
import { MailStateBadge } from "@/components/admin/mail-table";
import { Card } from "@/components/ui/card";
import { mailEndings, type MailEnding } from "@/lib/core/mail-state";
import type { MailDetail } from "@/lib/notifications/contract";

const isEnding = (error: string): error is MailEnding => (mailEndings as readonly string[]).includes(error);

/** What a mail server's codes mean: the sentence for the kind of fault, and the codes for whoever looks them up. */
function useReason(): (error: string) => string {
  const t = useTranslations("mails");
  return (error) => {
    if (isEnding(error)) return t(`reasons.${error}`);
    const isForGood = /^(EENVELOPE|EMESSAGE) 5/.test(error);
    const isSignIn = error.startsWith("EAUTH");
    return t(isForGood ? "reasons.refused" : isSignIn ? "reasons.signIn" : "reasons.away", { code: error });
  };
}

/** Where a mail stands, since when and why. */
export function MailFacts({ mail }: { mail: MailDetail }) {
  const t = useTranslations("mails");
  const format = useFormatter();
  const reason = useReason();
  const time = (at: Date) => <time dateTime={at.toISOString()}>{format.dateTime(at, { dateStyle: "medium", timeStyle: "medium" })}</time>;
  return (
    <>
      <Card>
        <FactList
          columns={4}
          facts={[
            { key: "state", name: t("state"), value: <MailStateBadge state={mail.state} /> },
            { key: "kind", name: t("kind"), value: mail.kind ?? "–" },
            { key: "attempts", name: t("attempts"), value: format.number(mail.attempts) },
            { key: "to", name: t("to"), value: mail.userId === null ? <span className="break-all">{mail.recipient}</span> : <Link className="break-all text-accent underline underline-offset-4" href={`/admin/users/${mail.userId}`}>{mail.recipient}</Link> },
            { key: "created", name: t("created"), value: time(mail.createdAt) },
            ...(mail.state === "queued" ? [{ key: "due", name: t("due"), value: time(mail.dueAt) }] : []),
            ...(mail.sentAt ? [{ key: "sent", name: t("sent"), value: time(mail.sentAt) }] : []),
            { key: "id", name: t("messageId"), value: <span className="break-all">{mail.messageId}</span> },
            ...(mail.error ? [{ key: "reason", name: t("reason"), value: reason(mail.error), wide: true }] : []),
          ]}
        />
      </Card>
      <Card aria-labelledby="mail-facts">
        <h2 id="mail-facts" className="mb-2 text-lg">
          {t("facts")}
        </h2>
        <p className="text-ui text-muted">{t(mail.hasSecret ? "factsSecret" : "factsAbout")}</p>
        {Object.keys(mail.facts).length > 0 && <pre className="mt-4 font-mono text-xs break-all whitespace-pre-wrap">{JSON.stringify(mail.facts, null, 2)}</pre>}
      </Card>
    </>
  );
}
