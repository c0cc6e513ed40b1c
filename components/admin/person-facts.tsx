import { useFormatter, useNow, useTranslations } from "next-intl";
import { FactList } from "@/components/admin/fact-list";
import { StateBadge } from "@/components/admin/people-table";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table } from "@/components/ui/table";
import type { PersonDetail, SessionItem } from "@/lib/accounts/contract";

type EndSession = (form: FormData) => Promise<void>;

/** What there is to know of a person, and where they are signed in if the one who looks may see it. */
export function PersonFacts({ person, endSession }: { person: PersonDetail; endSession?: EndSession }) {
  const t = useTranslations("users");
  const format = useFormatter();
  return (
    <>
      <Card>
        <FactList
          columns={4}
          facts={[
            { key: "state", name: t("state"), value: <StateBadge state={person.state} /> },
            { key: "role", name: t("role"), value: t(`roles.${person.role}`) },
            { key: "rooms", name: t("rooms"), value: format.number(person.roomCount) },
            { key: "since", name: t("since"), value: <time dateTime={person.createdAt.toISOString()}>{format.dateTime(person.createdAt, { dateStyle: "medium" })}</time> },
            ...(person.factors
              ? [
                  { key: "authenticator", name: t("factors.authenticator"), value: person.factors.authenticator ? t("factors.on", { count: person.factors.recoveryCodesLeft }) : t("factors.off") },
                  { key: "passkeys", name: t("factors.passkeys"), value: format.number(person.factors.passkeys) },
                ]
              : []),
          ]}
        />
      </Card>
      {person.sessions && (
        <Card aria-labelledby="sessions">
          <h2 id="sessions" className="mb-2 text-lg">
            {t("sessions")}
          </h2>
          {person.sessions.length > 0 ? <Sessions sessions={person.sessions} personId={person.id} {...(endSession ? { end: endSession } : {})} /> : <p className="text-ui text-muted">{t("noSessions")}</p>}
        </Card>
      )}
    </>
  );
}

function Sessions({ sessions, personId, end }: { sessions: SessionItem[]; personId: number; end?: EndSession }) {
  const t = useTranslations("users");
  const format = useFormatter();
  const now = useNow();
  const deviceOf = ({ browser, system }: SessionItem) => [browser, system].filter(Boolean).join(", ") || t("unknownDevice");
  return (
    <Table
      caption={t("sessions")}
      rows={sessions}
      rowKey={(session) => session.id}
      columns={[
        { key: "device", title: t("device"), heading: true, cell: deviceOf },
        { key: "address", title: t("address"), cell: (session) => <span className="tabular break-all">{session.address ?? "–"}</span> },
        { key: "seen", title: t("lastSeen"), cell: (session) => <time dateTime={session.lastSeenAt.toISOString()}>{format.relativeTime(session.lastSeenAt, now)}</time> },
        ...(end
          ? [
              {
                key: "end",
                title: t("actions"),
                actions: true,
                cell: (session: SessionItem) => (
                  <form action={end}>
                    <input type="hidden" name="id" value={personId} />
                    <input type="hidden" name="session" value={session.id} />
                    <SubmitButton look="plain" aria-label={t("endOf", { device: deviceOf(session) })}>
                      {t("end")}
                    </SubmitButton>
                  </form>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
