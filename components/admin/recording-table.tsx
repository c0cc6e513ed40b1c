import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { HandleRecording } from "@/components/admin/handle-recording";
import { StreamTargets } from "@/components/recordings/stream-targets";
import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { formatBytes, formatDuration } from "@/lib/core/format";
import type { Result } from "@/lib/core/result";
import type { AnyRecording } from "@/lib/recordings/contract";

type Act = (input: { id: string }) => Promise<Result>;
type Actions = Record<"finish" | "mail" | "retry" | "purge", Act>;

const tones = { initiated: "attention", active: "live", stopped: "attention", saved: "accent", failed: "danger", aborted: "neutral" } as const;

/** Recordings of all rooms with what their rooms are not shown: where the file is. Rendered on the server. */
export function RecordingTable({ recordings, actions }: { recordings: AnyRecording[]; actions: Actions }) {
  const t = useTranslations("recordings");
  const format = useFormatter();
  return (
    <Table
      caption={t("title")}
      rows={recordings}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "room",
          title: t("admin.room"),
          heading: true,
          cell: ({ room, title }) => (
            <span className="grid gap-0.5">
              {room.isDeleted ? (
                <bdi className="break-words text-muted">{room.name}</bdi>
              ) : (
                <Link href={`/r/${room.slug}`} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
                  <bdi>{room.name}</bdi>
                </Link>
              )}
              {title && <bdi className="break-words text-muted">{title}</bdi>}
            </span>
          ),
        },
        {
          key: "state",
          title: t("admin.state"),
          cell: ({ kind, status, reason, isDeleted, isInBrowser }) => (
            <span className="grid justify-items-start gap-1">
              <Badge tone={isDeleted ? "neutral" : tones[status]}>{isDeleted ? t("admin.deletedState") : kind === "stream" && status === "active" ? t("live.active") : t(isInBrowser ? "local.awaited" : `statuses.${status}`)}</Badge>
              {reason && reason !== "asked" && <span className="text-sm text-muted">{t(`reasons.${reason}`)}</span>}
            </span>
          ),
        },
        { key: "mode", title: t("admin.mode"), cell: (each) => <What recording={each} /> },
        { key: "size", title: t("admin.size"), numeric: true, cell: (each) => <Measures recording={each} /> },
        { key: "when", title: t("admin.when"), numeric: true, cell: ({ createdAt }) => <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short" })}</time> },
        { key: "act", title: t("admin.act"), actions: true, cell: (each) => <HandleRecording recording={{ id: each.id, room: each.room.name, can: each.can }} actions={actions} /> },
      ]}
    />
  );
}

/** What is recorded or sent live, by whom and by what, and where its file is; of a stream also where to. */
function What({ recording: { kind, mode, by, engine, targets, storageKey } }: { recording: AnyRecording }) {
  const t = useTranslations("recordings");
  return (
    <span className="grid gap-2">
      {[kind === "stream" && t("live.kind"), t(`modes.${mode}`), by && t("by", { name: by }), t(`engines.${engine}`)].filter(Boolean).join(" · ")}
      {storageKey && <code className="text-xs break-all text-muted">{storageKey}</code>}
      {targets.length > 0 && <StreamTargets targets={targets} />}
    </span>
  );
}

/** How long and how large it is; of one that runs also what its program takes. */
function Measures({ recording: { sizeBytes, durationSeconds, figures } }: { recording: AnyRecording }) {
  const t = useTranslations("recordings");
  const format = useFormatter();
  const locale = useLocale();
  if (figures) {
    const { seconds, bytes, cpuShare, rssBytes } = figures;
    return (
      <span className="grid gap-0.5">
        <span>{`${formatDuration(Math.floor(seconds))} · ${formatBytes(bytes, locale)}`}</span>
        <span className="text-muted">{t("admin.takes", { cores: format.number(cpuShare, { maximumFractionDigits: 2 }), memory: formatBytes(rssBytes, locale) })}</span>
      </span>
    );
  }
  return sizeBytes === null ? "–" : `${formatDuration(durationSeconds ?? 0)} · ${formatBytes(sizeBytes, locale)}`;
}
