"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/choice";
import type { RecordingKind } from "@/lib/recordings/contract";

/** At the door of a call that is recorded or streamed: says so and, where the room wants it, asks. */
export function RecordedDoor({ kind, asks }: { kind: RecordingKind; asks: boolean }) {
  const t = useTranslations(kind === "stream" ? "callRecording.live" : "callRecording");
  return (
    <div className="grid gap-2 border-s-4 border-s-danger ps-4">
      <p role="status" className="font-medium">
        {t("doorTitle")}
      </p>
      {asks ? <Checkbox name={`agree-${kind}`} required label={t("doorAgree")} /> : <p className="text-ui text-muted">{t("doorText")}</p>}
    </div>
  );
}
