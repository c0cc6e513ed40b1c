"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { agreeTo } from "@/components/call/recording/agreed";
import { startRecording } from "@/components/recordings/recording-api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { recordingModes } from "@/lib/recordings/constants";
import type { RecordingMode } from "@/lib/recordings/contract";

const known = new Set(["conflict", "forbidden", "upstream_failed", "no_space", "too_large", "rate_limited"]);

/** What is to be recorded. Everyone in the call hears of it when it begins. */
export function RecordDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const t = useTranslations("callRecording");
  const [mode, setMode] = useState<RecordingMode>("room_composite");
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const answer = await startRecording(slug, { mode });
    setBusy(false);
    if (!answer.ok) {
      const { code } = answer.refusal;
      return notify({ text: t(`problems.${known.has(code) ? code : "lost"}`), tone: "danger" });
    }
    // Whoever records agrees to being recorded.
    agreeTo(answer.data.id);
    notify({ text: t("begins") });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("title")}
      text={t("text")}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" loading={isBusy} onClick={() => void start()}>
            {t("start")}
          </Button>
        </>
      }
    >
      <Field name="mode" label={t("mode")}>
        {(ids) => (
          <Select {...ids} value={mode} onChange={(event) => setMode(event.target.value as RecordingMode)}>
            {recordingModes.map((each) => (
              <option key={each} value={each}>
                {t(`modes.${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Dialog>
  );
}
