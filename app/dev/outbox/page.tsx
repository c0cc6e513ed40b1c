import { getFormatter, getTranslations } from "next-intl/server";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table } from "@/components/ui/table";
import { load } from "@/lib/http/page";
import { listOutboxMails } from "@/lib/notifications/queries";

/** Mails of a server without a mail server, newest first; elsewhere and in production this page does not exist. */
export default async function OutboxPage() {
  const mails = await load("/dev/outbox", listOutboxMails);
  const [t, format] = await Promise.all([getTranslations("account.outbox"), getFormatter()]);
  return (
    <>
      <PageHeader title={t("title")} text={t("text")} />
      {mails.length === 0 ? (
        <EmptyState title={t("empty")} text={t("emptyText")} />
      ) : (
        <Card>
          <Table
            caption={t("title")}
            rows={mails}
            rowKey={(mail) => mail.id}
            columns={[
              {
                key: "subject",
                title: t("subject"),
                heading: true,
                cell: (mail) => (
                  <Link href={`/dev/outbox/${mail.id}`} className="link">
                    {mail.subject}
                  </Link>
                ),
              },
              { key: "recipient", title: t("recipient"), cell: (mail) => <bdi className="break-all">{mail.recipient}</bdi> },
              {
                key: "sent",
                title: t("sent"),
                numeric: true,
                cell: (mail) => <time dateTime={mail.createdAt.toISOString()}>{format.dateTime(mail.createdAt, { dateStyle: "medium", timeStyle: "medium" })}</time>,
              },
            ]}
          />
        </Card>
      )}
    </>
  );
}
