import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table, type Sorting } from "@/components/ui/table";
import type { MailState } from "@/lib/core/mail-state";
import type { MailItem } from "@/lib/notifications/contract";

const tones = { queued: "attention", sent: "accent", failed: "danger", cancelled: "neutral" } as const;

/** Where a mail stands, in words. */
export function MailStateBadge({ state }: { state: MailState }) {
  return <Badge tone={tones[state]}>{useTranslations("mails")(`states.${state}`)}</Badge>;
}

/** Mails, newest first, each with the way to its page. Rendered on the server. */
export function MailTable({ mails, sorting }: { mails: MailItem[]; sorting: Sorting }) {
  const t = useTranslations("mails");
  const format = useFormatter();
  return (
    <Table
      caption={t("title")}
      rows={mails}
      rowKey={({ id }) => id}
      sorting={sorting}
      columns={[
        {
          key: "subject",
          title: t("subject"),
          heading: true,
          cell: ({ id, subject, kind }) => (
            <Link href={`/admin/mails/${id}`} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
              <bdi>{subject || kind || t("detail")}</bdi>
            </Link>
          ),
        },
        { key: "to", title: t("to"), sort: "to", cell: ({ recipient }) => <span className="break-all">{recipient}</span> },
        { key: "state", title: t("state"), cell: ({ state }) => <MailStateBadge state={state} /> },
        { key: "attempts", title: t("attempts"), numeric: true, sort: "-attempts", cell: ({ attempts }) => format.number(attempts) },
        { key: "when", title: t("created"), numeric: true, sort: "-created", cell: ({ createdAt }) => <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short" })}</time> },
      ]}
    />
  );
}
