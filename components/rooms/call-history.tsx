import ChevronRight from "@lucide/icons/icons/chevron-right";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { CallHistory } from "@/lib/calls/contract";
import { formatDuration } from "@/lib/core/format";

type PastCall = CallHistory["results"][number];
type Person = PastCall["people"][number];

const msBetween = (from: string, to: string | null, now: Date) => (to === null ? now.getTime() : Date.parse(to)) - Date.parse(from);

/** The calls of a room, for its hosts: when they were and who was there. Rendered on the server, in the reader's time zone. */
export function CallHistoryList({ slug, calls, now }: { slug: string; calls: PastCall[]; now: Date }) {
  const t = useTranslations("rooms.calls");
  const format = useFormatter();
  const time = (stamp: string) => format.dateTime(new Date(stamp), { hour: "2-digit", minute: "2-digit" });
  const stays = ({ stays: all }: Person) => all.map(({ joined_at: from, left_at: to }) => (to === null ? t("since", { from: time(from) }) : t("span", { from: time(from), to: time(to) }))).join(", ");
  return (
    <ul className="grid gap-3">
      {calls.map((call) => (
        <li key={call.id} className="rounded-card border border-hairline bg-surface p-4">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <h2 className="tabular text-base font-semibold">
              <time dateTime={call.started_at}>{format.dateTime(new Date(call.started_at), { dateStyle: "medium", timeStyle: "short" })}</time>
            </h2>
            <span className="flex flex-wrap items-center gap-3 text-ui text-muted">
              {call.ended_at === null && <Badge tone="live">{t("running")}</Badge>}
              <span className="tabular">{formatDuration(msBetween(call.started_at, call.ended_at, now) / 1000)}</span>
              <span>{t("people", { count: call.people.length })}</span>
              {call.captions && (
                <a className={buttonClass("quiet")} href={`/api/rooms/${encodeURIComponent(slug)}/calls/${call.id}/captions/`} download>
                  {t("captions")}
                </a>
              )}
              {call.people.length > 0 && (
                <a className={buttonClass("quiet")} href={`/api/rooms/${encodeURIComponent(slug)}/calls/${call.id}/attendance/`} download>
                  {t("export")}
                </a>
              )}
            </span>
          </div>
          {call.people.length > 0 && (
            <details className="group pt-2 text-ui">
              <summary className="target flex cursor-pointer items-center gap-1 text-muted hover:text-ink">
                <Icon of={ChevronRight} size={16} className="group-open:rotate-90" />
                {t("who")}
              </summary>
              <ul className="grid gap-1">
                {call.people.map((person) => (
                  <li key={person.identity} className="flex flex-wrap justify-between gap-x-4">
                    <span className="min-w-0 break-words">
                      <bdi>{person.name}</bdi> {person.identity.startsWith("g") && <span className="text-muted">({t("guest")})</span>}
                    </span>
                    <span className="tabular text-muted">{stays(person)}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
