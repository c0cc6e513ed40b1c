"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCapture } from "@/components/call/recording/use-recording";
import { Badge } from "@/components/ui/badge";

/** Says to everybody that the call is recorded or live, for as long as it is. */
export function RecordingMark() {
  const t = useTranslations("callRecording");
  const format = useFormatter();
  const [recording, stream] = [useCapture("recording"), useCapture("stream")];
  const clock = (since: string) => format.dateTime(new Date(since), { hour: "2-digit", minute: "2-digit" });
  return (
    <>
      {recording && <Badge tone="live">{t("since", { time: clock(recording.since) })}</Badge>} {stream && <Badge tone="live">{t("live.since", { time: clock(stream.since) })}</Badge>}
    </>
  );
}
