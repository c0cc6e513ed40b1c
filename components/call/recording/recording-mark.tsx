"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCapture } from "@/components/call/recording/use-recording";
import { useLiveState } from "@/components/live/use-live-state";
import { Badge } from "@/components/ui/badge";

/** How many watch is news of some seconds. */
const viewersMs = 10_000;

/** Says to everybody that the call is recorded or live, for as long as it is. */
export function RecordingMark() {
  const t = useTranslations("callRecording");
  const format = useFormatter();
  const [recording, stream] = [useCapture("recording"), useCapture("stream")];
  return (
    <>
      {recording && <Badge tone="live">{recording.isStarting ? t("starting") : t("since", { time: format.dateTime(new Date(recording.since), { hour: "2-digit", minute: "2-digit" }) })}</Badge>} {stream && <LiveMark key={stream.id} {...stream} />}
    </>
  );
}

/** With the number of those who watch, for whoever may watch as well. */
function LiveMark({ id, since, isStarting }: { id: string; since: string; isStarting: boolean }) {
  const t = useTranslations("callRecording.live");
  const format = useFormatter();
  const { live } = useLiveState(id, viewersMs);
  if (isStarting) return <Badge tone="live">{t("starting")}</Badge>;
  return <Badge tone="live">{live?.state === "live" ? t("watched", { count: live.viewers }) : t("since", { time: format.dateTime(new Date(since), { hour: "2-digit", minute: "2-digit" }) })}</Badge>;
}
