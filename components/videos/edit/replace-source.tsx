"use client";

import Upload from "@lucide/icons/icons/upload";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import { Progress } from "@/components/ui/progress";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import { LiveProcessing, type LiveVideo } from "@/components/videos/live-processing";
import { tusTransfers } from "@/components/videos/upload/tus-transfer";
import type { Transfer, UploadProblem } from "@/components/videos/upload/upload-queue";
import { askVideo } from "@/components/videos/video-api";
import { formatBytes } from "@/lib/core/format";
import type { UploadLimits } from "@/lib/videos/contract";

type Sending = { name: string; fraction: number; problem: UploadProblem | null };
type Props = { viewerId: number; video: LiveVideo & { isReplacing: boolean }; limits: UploadLimits };

/** Gives a video another file: what is shown stays until the new one is made, and can be kept instead. */
export function ReplaceSource({ viewerId, video, limits }: Props) {
  const t = useTranslations("videoParts.replace");
  const locale = useLocale();
  const router = useRouter();
  const { isPending, run } = useVideoAct();
  const picker = useRef<HTMLInputElement>(null);
  const transfer = useRef<Transfer | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  useEffect(() => () => transfer.current?.pause(), []);

  const begin = (file: File) => {
    if (file.size > limits.maxBytes) return notify({ text: t("too_large", { size: formatBytes(limits.maxBytes, locale) }), tone: "danger" });
    setSending({ name: file.name, fraction: 0, problem: null });
    transfer.current = tusTransfers(limits)(file, { replaces: String(video.id) }, {
      onProgress: (sentBytes) => setSending((now) => now && { ...now, fraction: file.size > 0 ? sentBytes / file.size : 0, problem: null }),
      onProblem: (problem) => setSending((now) => now && { ...now, problem }),
      onDone: () => {
        setSending(null);
        notify({ text: t("sent") });
        router.refresh();
      },
    });
    transfer.current.start();
  };
  const cancel = () => {
    transfer.current?.discard();
    setSending(null);
  };
  const isMade = video.status === "ready" || video.status === "failed";
  const problem = sending?.problem;
  return (
    <div className="grid justify-items-start gap-4">
      {!isMade && <LiveProcessing viewerId={viewerId} video={video} until="ready" />}
      {video.isReplacing && (
        <div className="grid justify-items-start gap-2">
          <p className="text-ui">{t(video.status === "failed" ? "failed" : "underway")}</p>
          <Button loading={isPending} onClick={() => run(() => askVideo(video.id, "DELETE", "replacement/"), () => notify({ text: t("kept") }))}>
            {t("keep")}
          </Button>
        </div>
      )}
      {sending ? (
        <div className="grid w-full max-w-card gap-2">
          <Progress label={sending.name} value={sending.fraction} />
          <div role="alert">{problem && <p className="text-ui font-medium text-danger">{problem.kind === "refused" ? problem.words.join(" ") : t(problem.kind === "signed_out" ? "signed_out" : "connection")}</p>}</div>
          <div>
            <Button onClick={cancel}>{t("cancel")}</Button>
          </div>
        </div>
      ) : (
        <Button icon={<Icon of={Upload} size={18} />} onClick={() => picker.current?.click()}>
          {t("choose")}
        </Button>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        accept="video/*,.mkv,.avi,.ts,.flv"
        aria-label={t("choose")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) begin(file);
          event.target.value = "";
        }}
      />
    </div>
  );
}
