import { useFormatter, useNow, useTranslations } from "next-intl";
import { Part } from "@/components/admin/overview/part";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import type { Overview } from "@/lib/diagnostics/contract";

/** Calls with people in them, videos that are worked on, and who listens. Rendered on the server. */
export function LiveNow({ overview: { calls, processing, waitingVideos, realtimeConnections } }: { overview: Overview }) {
  const t = useTranslations("admin");
  const format = useFormatter();
  const now = useNow();
  return (
    <Part id="live" title={t("live")}>
      {calls.length > 0 ? (
        <ul className="grid gap-3">
          {calls.map((call) => (
            <li key={call.roomId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <bdi className="min-w-0 font-medium break-words">{call.roomName}</bdi>
              <Badge tone="live">{t("inCall", { count: call.participants })}</Badge>
              <time className="text-sm text-muted" dateTime={call.startedAt.toISOString()}>
                {t("since", { time: format.relativeTime(call.startedAt, now) })}
              </time>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ui text-muted">{t("noCalls")}</p>
      )}
      {processing.map(({ id, title, progress }) => (
        <Progress key={id} label={title} value={progress / 100} note={format.number(progress / 100, { style: "percent" })} />
      ))}
      <p className="tabular text-ui text-muted">
        {[waitingVideos > 0 && t("waitingVideos", { count: waitingVideos }), t("listening", { count: realtimeConnections })].filter(Boolean).join(" ")}
      </p>
    </Part>
  );
}
