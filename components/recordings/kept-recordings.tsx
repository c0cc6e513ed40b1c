"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { discardKept, fileOf, listKept, type KeptRecording } from "@/components/call/recording/local-store";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/notify";
import { Progress } from "@/components/ui/progress";
import { tusTransfers } from "@/components/videos/upload/tus-transfer";
import { formatBytes } from "@/lib/core/format";
import type { UploadLimits } from "@/lib/videos/contract";

type Limits = Pick<UploadLimits, "endpoint" | "chunkBytes">;

/** What was recorded in this browser and is only here: for the library, as a file, or for nobody. Nothing where there is none. */
export function KeptRecordings({ slug, limits }: { slug: string; limits: Limits | null }) {
  const t = useTranslations("recordings");
  const [kept, setKept] = useState<KeptRecording[]>([]);
  useEffect(() => {
    let isGone = false;
    // A browser that lets nobody read its files has none.
    const look = () => void listKept(slug).then((found) => !isGone && setKept(found), () => undefined);
    look();
    // What another tab has ended meanwhile is there when one comes back to this one.
    document.addEventListener("visibilitychange", look);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", look);
    };
  }, [slug]);
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept-recordings" className="grid gap-3">
      <h2 id="kept-recordings" className="text-lg">
        {t("local.title")}
      </h2>
      <p className="text-ui text-muted">{t("local.text")}</p>
      <ul className="grid gap-3">
        {kept.map((each) => (
          <Kept key={each.key} recording={each} limits={limits} onGone={() => setKept((all) => all.filter(({ key }) => key !== each.key))} />
        ))}
      </ul>
    </section>
  );
}

function Kept({ recording, limits, onGone }: { recording: KeptRecording; limits: Limits | null; onGone: () => void }) {
  const t = useTranslations("recordings");
  const format = useFormatter();
  const locale = useLocale();
  const { sent, problem, upload } = useUpload(recording, limits, onGone);
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
    onGone();
  };
  return (
    <li className="grid gap-3 rounded-card border border-hairline bg-surface p-4">
      <p className="text-base font-semibold">{name}</p>
      <p className="tabular text-ui text-muted">{formatBytes(recording.sizeBytes, locale)}</p>
      {problem && <p role="alert" className="text-ui text-danger">{problem}</p>}
      {sent !== null ? (
        <Progress label={t("local.sending")} value={sent} note={format.number(sent, { style: "percent" })} />
      ) : (
        <div className="flex flex-wrap gap-2">
          {upload && (
            <Button look="primary" onClick={() => void upload()}>
              {t("publish")}
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

/** Sends it to the library for the members of its room, resumably; then it is not kept here any more. `upload` is null for those who may not. */
function useUpload(recording: KeptRecording, limits: Limits | null, onGone: () => void) {
  const t = useTranslations("recordings");
  const router = useRouter();
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (!limits) return { sent, problem, upload: null };
  const upload = async () => {
    setProblem(null);
    setSent(0);
    const file = await fileOf(recording);
    const title = `${recording.roomName.replace(/[<>]/g, " ").trim()} ${recording.startedAt.slice(0, 10)}`;
    const transfer = tusTransfers(limits)(file, { title, room: recording.slug }, {
      onProgress: (bytes) => setSent(bytes / file.size),
      onProblem: (found) => {
        setSent(null);
        setProblem(found.kind === "refused" ? found.words.join(" ") : t("local.notSent"));
      },
      onDone: (videoId) => {
        void discardKept(recording.key).then(onGone, onGone);
        notify({ text: t("local.sent"), ...(videoId === null ? {} : { action: { text: t("openVideo"), run: () => router.push(`/videos/${videoId}`) } }) });
      },
    });
    transfer.start();
  };
  return { sent, problem, upload };
}
