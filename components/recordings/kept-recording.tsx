import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { discardKept, fileOf, type KeptRecording as Kept } from "@/components/call/recording/local-store";
import { deleteRecording } from "@/components/recordings/recording-api";
import { useSending } from "@/components/recordings/use-sending";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Progress } from "@/components/ui/progress";
import { formatBytes } from "@/lib/core/format";

/** One of them, and what becomes of it. */
export function KeptRecording({ recording, mayUpload, onGone }: { recording: Kept; mayUpload: boolean; onGone: () => void }) {
  const t = useTranslations("recordings");
  const format = useFormatter();
  const locale = useLocale();
  const { phase, sent, problem, goal, send } = useSending(recording, mayUpload, onGone);
  const [isAsked, setAsked] = useState(false);
  const when = format.dateTime(new Date(recording.startedAt), { dateStyle: "medium", timeStyle: "short" });
  const name = t("local.name", { when });
  const save = async () => {
    const file = await fileOf(recording);
    const url = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), { href: url, download: file.name }).click();
    // The browser has opened it by then; the file itself stays here until it is discarded.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const discard = async () => {
    setAsked(false);
    await discardKept(recording.key);
    // The room waits for it no longer; where this does not arrive, it stops doing so by itself.
    if (goal === "room" && recording.id) void deleteRecording(recording.slug, recording.id);
    onGone();
  };
  return (
    <li className="grid gap-3 rounded-card border border-hairline bg-surface p-4">
      <p className="text-base font-semibold">{name}</p>
      <p className="tabular text-ui text-muted">{formatBytes(recording.sizeBytes, locale)}</p>
      {problem && <p role="alert" className="text-ui text-danger">{problem}</p>}
      {phase === "sending" && <Progress label={t("local.sending")} value={sent} note={format.number(sent, { style: "percent" })} />}
      {phase === "saving" && <Progress label={t("statuses.stopped")} value={null} />}
      {phase === "kept" && (
        <div className="flex flex-wrap gap-2">
          {goal && (
            <Button look="primary" onClick={send}>
              {t(goal === "room" ? "local.send" : "publish")}
            </Button>
          )}
          <Button onClick={() => void save()}>{t("local.save")}</Button>
          <Button onClick={() => setAsked(true)}>{t("local.discard")}</Button>
        </div>
      )}
      <Dialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t("local.discardQuestion")}
        text={t("local.discardText", { name })}
        closeLabel={t("close")}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>{t("cancel")}</Button>
            <Button look="danger" onClick={() => void discard()}>
              {t("local.discard")}
            </Button>
          </>
        }
      />
    </li>
  );
}
