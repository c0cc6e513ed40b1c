"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { formatDuration } from "@/lib/core/format";
import type { RecordingDetail } from "@/lib/recordings/contract";

type Props = { recording: Pick<RecordingDetail, "id" | "mode" | "chapters" | "captions_url">; label: string };

/** The browser's own player, which seeks by ranges, with who spoke when below it. */
export function RecordingPlayer({ recording: { id, mode, chapters, captions_url: captions }, label }: Props) {
  const t = useTranslations("recordings");
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [now, setNow] = useState(-1);
  const source = `/api/recordings/${id}/file/`;
  const common = { ref: player, controls: true, autoPlay: true, preload: "metadata", src: source, "aria-label": label } as const;
  const look = () => {
    const time = player.current?.currentTime ?? 0;
    setNow(chapters.findLastIndex(({ start }) => start <= time + 0.05));
  };
  const lead = (seconds: number) => {
    const element = player.current;
    if (!element) return;
    element.currentTime = seconds;
    // Held back by the browser: the person sees the place, and plays by its button.
    void element.play().catch(() => undefined);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {mode === "audio_only" ? (
        <audio {...common} className="w-full" onTimeUpdate={look} />
      ) : (
        <video {...common} className="aspect-video w-full rounded-card bg-black" playsInline onTimeUpdate={look}>
          {captions !== null && <track kind="captions" src={captions} label={t("captions")} />}
        </video>
      )}
      {chapters.length > 0 && (
        <nav aria-label={t("chapters")}>
          <ol className="grid max-h-60 gap-0.5 overflow-y-auto">
            {chapters.map(({ start, title }, index) => (
              <li key={start}>
                <button type="button" aria-current={index === now ? "step" : undefined} className="target flex w-full items-center gap-3 rounded-control px-2 text-start text-ui hover:bg-sunken aria-[current]:bg-accent-soft" onClick={() => lead(start)}>
                  <span className="tabular text-muted">{formatDuration(Math.floor(start))}</span>
                  <bdi className="min-w-0 break-words">{title}</bdi>
                </button>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </div>
  );
}
