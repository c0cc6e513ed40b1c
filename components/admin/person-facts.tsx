import { useFormatter, useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
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
        <dl className="grid gap-4 sm:grid-cols-4">
          <Fact name={t("state")}>
            <StateBadge state={person.state} />
          </Fact>
          <Fact name={t("role")}>{t(`roles.${person.role}`)}</Fact>
          <Fact name={t("rooms")}>{format.number(person.roomCount)}</Fact>
          <Fact name={t("since")}>
            <time dateTime={person.createdAt.toISOString()}>{format.dateTime(person.createdAt, { dateStyle: "medium" })}</time>
          </Fact>
          {person.factors && (
            <>
              <Fact name={t("factors.authenticator")}>{person.factors.authenticator ? t("factors.on", { count: person.factors.recoveryCodesLeft }) : t("factors.off")}</Fact>
              <Fact name={t("factors.passkeys")}>{format.number(person.factors.passkeys)}</Fact>
            </>
          )}
        </dl>
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

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="tabular text-ui">{children}</dd>
    </div>
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
