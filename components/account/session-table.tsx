import { useFormatter, useNow, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table } from "@/components/ui/table";
import type { SessionItem } from "@/lib/accounts/contract";

/** Where a person is signed in; each row can be ended. Rendered on the server. */
export function SessionTable({ sessions, end }: { sessions: SessionItem[]; end: (form: FormData) => Promise<void> }) {
  const t = useTranslations("account.settings");
  const format = useFormatter();
  const now = useNow();
  const deviceOf = ({ browser, system }: SessionItem) => (browser && system ? t("deviceOn", { browser, system }) : (browser ?? system ?? t("unknownDevice")));
  return (
    <Table
      caption={t("sessions")}
      rows={sessions}
      rowKey={(session) => session.id}
      columns={[
        {
          key: "device",
          title: t("device"),
          heading: true,
          cell: (session) => (
            <span className="flex flex-wrap items-center gap-2">
              {deviceOf(session)}
              {session.isCurrent && <Badge tone="accent">{t("thisDevice")}</Badge>}
            </span>
          ),
        },
        { key: "address", title: t("address"), cell: (session) => <span className="tabular break-all">{session.address ?? "–"}</span> },
        {
          key: "seen",
          title: t("lastSeen"),
          cell: (session) => (session.isCurrent ? t("now") : <time dateTime={session.lastSeenAt.toISOString()}>{format.relativeTime(session.lastSeenAt, now)}</time>),
        },
        {
          key: "end",
          title: t("actions"),
          actions: true,
          cell: (session) => (
            <form action={end}>
              <input type="hidden" name="session" value={session.id} />
              <SubmitButton look="plain" aria-label={t("endOf", { device: deviceOf(session) })}>
                {t("end")}
              </SubmitButton>
            </form>
          ),
        },
      ]}
    />
  );
}
