import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
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
        <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <Fact name={t("state")}>
            <MailStateBadge state={mail.state} />
          </Fact>
          <Fact name={t("kind")}>{mail.kind ?? "–"}</Fact>
          <Fact name={t("attempts")}>{format.number(mail.attempts)}</Fact>
          <Fact name={t("to")}>{mail.userId === null ? mail.recipient : <Link className="break-all text-accent underline underline-offset-4" href={`/admin/users/${mail.userId}`}>{mail.recipient}</Link>}</Fact>
          <Fact name={t("created")}>{time(mail.createdAt)}</Fact>
          {mail.state === "queued" && <Fact name={t("due")}>{time(mail.dueAt)}</Fact>}
          {mail.sentAt && <Fact name={t("sent")}>{time(mail.sentAt)}</Fact>}
          <Fact name={t("messageId")}>{mail.messageId}</Fact>
          {mail.error && (
            <div className="grid content-start gap-1 sm:col-span-2 lg:col-span-4">
              <dt className="text-sm text-muted">{t("reason")}</dt>
              <dd className="text-ui break-words">{reason(mail.error)}</dd>
            </div>
          )}
        </dl>
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

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="tabular text-ui break-all">{children}</dd>
    </div>
  );
}
