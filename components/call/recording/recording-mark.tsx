"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRecording } from "@/components/call/recording/use-recording";
import { Badge } from "@/components/ui/badge";

/** Says to everybody that the call is recorded, for as long as it is. */
export function RecordingMark() {
  const t = useTranslations("callRecording");
  const format = useFormatter();
  const recording = useRecording();
  if (!recording) return null;
  return <Badge tone="live">{t("since", { time: format.dateTime(new Date(recording.since), { hour: "2-digit", minute: "2-digit" }) })}</Badge>;
}
