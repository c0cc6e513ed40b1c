"use client";

import Captions from "@lucide/icons/icons/captions";
import Play from "@lucide/icons/icons/play";
import Download from "@lucide/icons/icons/download";
import Radio from "@lucide/icons/icons/radio";
import Square from "@lucide/icons/icons/square";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { changeStream, retryTarget, stopRecording } from "@/components/recordings/recording-api";
import { RecordingMenu } from "@/components/recordings/recording-menu";
import { RecordingPlayer } from "@/components/recordings/recording-player";
import { StreamTargets } from "@/components/recordings/stream-targets";
import { useRecordingWish } from "@/components/recordings/use-recording-wish";
import { Badge } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import { formatBytes, formatDuration } from "@/lib/core/format";
import type { RecordingDetail } from "@/lib/recordings/contract";

const tones = { initiated: "attention", active: "live", stopped: "attention", saved: "neutral", failed: "danger", aborted: "neutral" } as const;

/** One recording of a room: what it is, how it stands, and what one may do with it. */
export function RecordingCard({ slug, recording, roomName }: { slug: string; recording: RecordingDetail; roomName: string }) {
  const t = useTranslations("recordings");
  const format = useFormatter();
  const locale = useLocale();
  const [isPlaying, setPlaying] = useState(false);
  const { isBusy, wish } = useRecordingWish();
  const { id, status, mode, duration, size, reason, title, started_by: by, download_url: download, video_id: videoId, captions_url: captions, is_in_browser: isInBrowser, abilities, stream } = recording;
  const at = recording.started_at ?? recording.created_at;
  const when = format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  const name = title || t(stream ? "live.untitled" : "untitled", { room: roomName });
  const isRunning = status === "initiated" || status === "active";
  // Who asked for its end knows it; every other reason is news.
  const why = reason !== null && reason !== "asked" ? [t(`reasons.${reason}`), recording.is_left && t("left"), reason === "disk_full" && (status === "stopped" || status === "saved") && t("cutOff")].filter(Boolean).join(" ") : null;
  const facts = [stream && t("live.kind"), t(`modes.${mode}`), duration === null ? null : formatDuration(duration), size === null ? null : formatBytes(size, locale), by && t("by", { name: by.username })].filter((each) => each !== null);
  return (
    <li className="grid gap-3 rounded-card border border-hairline bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <h2 className="text-base font-semibold break-words">
            <bdi>{name}</bdi>
          </h2>
          <p className="tabular text-ui text-muted">
            <time dateTime={at}>{when}</time>
            {facts.map((fact) => ` · ${fact}`)}
          </p>
        </div>
        <span className="flex items-center gap-1">
          <Badge tone={tones[status]}>{stream && status === "active" ? t("live.active") : t(isInBrowser ? "local.awaited" : `statuses.${status}`)}</Badge>
          {abilities.change && <RecordingMenu slug={slug} recording={recording} name={name} />}
        </span>
      </div>
      {isInBrowser && <p className="text-ui text-muted">{abilities.send ? t("local.awaitedOwn") : t("local.awaitedText", { name: by?.username ?? "" })}</p>}
      {why && <p className={status === "failed" ? "text-ui text-danger" : "text-ui text-muted"}>{why}</p>}
      {recording.retried_until && <p className="text-ui text-muted">{t("storedLater", { until: format.dateTime(new Date(recording.retried_until), { timeStyle: "short" }) })}</p>}
      {recording.expires_at && status === "saved" && <p className="text-ui text-muted">{t("expires", { when: format.dateTime(new Date(recording.expires_at), { dateStyle: "medium" }) })}</p>}
      {stream && isRunning && stream.targets.length > 0 && <StreamTargets targets={stream.targets} isBusy={isBusy} onRetry={(position) => void wish(() => retryTarget(slug, id, position))} />}
      {isPlaying && download !== null && <RecordingPlayer recording={recording} label={t("player", { title: name, when })} />}
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {stream && isRunning && (
          <Link className={buttonClass("quiet")} href={`/live/${id}`}>
            <Icon of={Radio} size={16} />
            {t("live.watch")}
          </Link>
        )}
        {stream && !stream.is_kept && status === "saved" && abilities.steer && (
          <Button loading={isBusy} onClick={() => void wish(() => changeStream(slug, id, { keep: true }), () => notify({ text: t("live.kept") }))}>
            {t("live.keep")}
          </Button>
        )}
        {download !== null && !isPlaying && (
          <Button icon={<Icon of={Play} size={16} />} onClick={() => setPlaying(true)}>
            {t("play")}
          </Button>
        )}
        {download !== null && (
          <a className={buttonClass("quiet")} href={`/api/recordings/${id}/file/?download=1`} download>
            <Icon of={Download} size={16} />
            {t("download")}
          </a>
        )}
        {captions !== null && (
          <a className={buttonClass("quiet")} href={captions} download={`${name}.vtt`}>
            <Icon of={Captions} size={16} />
            {t("captions")}
          </a>
        )}
        {videoId !== null && (
          <Link className={buttonClass("quiet")} href={`/videos/${videoId}`}>
            {t("openVideo")}
          </Link>
        )}
        {abilities.stop && (
          <Button icon={<Icon of={Square} size={16} />} loading={isBusy} onClick={() => void wish(() => stopRecording(slug, id))}>
            {t(stream ? "live.stop" : "stop")}
          </Button>
        )}
      </div>
    </li>
  );
}
