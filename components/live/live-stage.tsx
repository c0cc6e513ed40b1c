"use client";

import Eye from "@lucide/icons/icons/eye";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { LivePlayer } from "@/components/live/live-player";
import { useLiveState } from "@/components/live/use-live-state";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Court } from "@/components/ui/court";
import { Icon } from "@/components/ui/icon";
import { Spinner } from "@/components/ui/spinner";
import { StateWords } from "@/components/ui/state-words";

type LiveStageProps = { id: string; title: string; viewerId: number | null; isRunning: boolean; isBroken: boolean; /** There was something to see. */ hasBegun: boolean; videoId: number | null };

const never = () => () => {};
/** Of this page of somebody without an account: one viewer. */
const own = typeof crypto === "undefined" || !("randomUUID" in crypto) ? "page" : crypto.randomUUID();

/** A stream from before its beginning until after its end. */
export function LiveStage({ id, title, viewerId, isRunning, isBroken, hasBegun: wasBegun, videoId }: LiveStageProps) {
  const t = useTranslations("live");
  const { live, isGone } = useLiveState(id);
  const [hasBegun, setBegun] = useState(false);
  const [hasEnded, setEnded] = useState(false);
  // The address has what only the browser knows.
  const isHere = useSyncExternalStore(never, () => true, () => false);
  const state = live?.state ?? (isRunning ? "waiting" : isBroken ? "failed" : "over");
  const isOver = state === "over" || state === "failed";
  if (state === "live" && !hasBegun) setBegun(true);
  const isShown = isHere && hasBegun && !hasEnded && !isGone;
  const video = live?.video_id ?? videoId;
  return (
    <div className="grid gap-3">
      {isShown ? (
        <LivePlayer viewerId={viewerId} title={title} url={`/api/live/${id}/index.m3u8${viewerId === null ? `?viewer=${own}` : ""}`} isEnding={isOver} onEnd={() => setEnded(true)} />
      ) : isGone ? (
        <Curtain title={t("gone")} text={t("goneText")} />
      ) : isOver && !wasBegun && (live === null || live.started_at === null) ? (
        <Curtain title={t("never")} text={t(state === "failed" ? "failedText" : "neverText")} />
      ) : isOver ? (
        <Curtain
          title={t(state === "failed" ? "failed" : "over")}
          text={state === "failed" ? t("failedText") : video === null ? t("overText") : undefined}
          action={
            video !== null && (
              <ButtonLink href={`/videos/${video}`} look="primary">
                {t("watchRecording")}
              </ButtonLink>
            )
          }
        />
      ) : (
        <Curtain isWaiting title={t("waiting")} text={t("waitingText")} />
      )}
      <p className="flex min-h-6 flex-wrap items-center gap-3 px-4 text-ui text-muted md:px-0">
        {state === "live" && (
          <>
            <Badge tone="live">{t("mark")}</Badge>
            <span className="tabular inline-flex items-center gap-1.5">
              <Icon of={Eye} size={16} />
              {t("watching", { count: live?.viewers ?? 0 })}
            </span>
          </>
        )}
      </p>
    </div>
  );
}

/** In the place of the picture, as large as it. */
function Curtain({ title, text, action, isWaiting = false }: { title: string; text?: string | undefined; action?: ReactNode; isWaiting?: boolean }) {
  return (
    <div role="status" className="grid aspect-video max-h-[78dvh] w-full content-center justify-items-center gap-4 border-hairline bg-sunken p-6 text-center md:rounded-card md:border">
      {isWaiting ? <Spinner className="size-6" /> : <Court className="size-14 text-edge" />}
      <StateWords title={title} text={text} />
      {action}
    </div>
  );
}
