"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/choice";

/** At the door of a call that is recorded: says so and, where the room wants it, asks. */
export function RecordedDoor({ asks }: { asks: boolean }) {
  const t = useTranslations("callRecording");
  return (
    <div className="grid gap-2 border-s-4 border-s-danger ps-4">
      <p role="status" className="font-medium">
        {t("doorTitle")}
      </p>
      {asks ? <Checkbox name="agree" required label={t("doorAgree")} /> : <p className="text-ui text-muted">{t("doorText")}</p>}
    </div>
  );
}
