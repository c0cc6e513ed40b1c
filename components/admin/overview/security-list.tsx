import { useFormatter, useNow, useTranslations } from "next-intl";
import { Part } from "@/components/admin/overview/part";
import type { SecurityEvent } from "@/lib/diagnostics/contract";

/** The latest events that concern the safety of accounts, in the words of the log. Rendered on the server. */
export function SecurityList({ events }: { events: SecurityEvent[] }) {
  const t = useTranslations("admin");
  const format = useFormatter();
  const now = useNow();
  return (
    <Part id="security" title={t("security")} more={{ href: "/admin/audit", text: t("toAudit") }}>
      {events.length === 0 ? (
        <p className="text-ui text-muted">{t("noSecurity")}</p>
      ) : (
        <ul className="grid gap-3">
          {events.map((event) => (
            <li key={event.id} className="grid gap-0.5">
              <span className="text-ui font-medium break-all">{event.action}</span>
              <span className="tabular text-sm break-words text-muted">
                <bdi>{event.actorName ?? event.targetName ?? t("unknownPerson")}</bdi>
                {event.address && `, ${event.address}`}
                {", "}
                <time dateTime={event.createdAt.toISOString()}>{format.relativeTime(event.createdAt, now)}</time>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
