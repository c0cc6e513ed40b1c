"use client";

import Pause from "@lucide/icons/icons/pause";
import Pencil from "@lucide/icons/icons/pencil";
import Play from "@lucide/icons/icons/play";
import X from "@lucide/icons/icons/x";
import { useLocale, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import type { UploadItem, UploadProblem, UploadQueue } from "@/components/videos/upload/upload-queue";
import { useProgressNote } from "@/components/videos/use-progress-note";
import { formatBytes } from "@/lib/core/format";

function useProblemWords(limit: string): (problem: UploadProblem) => string {
  const t = useTranslations("uploads.problems");
  return (problem) => {
    if (problem.kind === "refused") return problem.words.join(" ");
    return problem.kind === "too_large" ? t("too_large", { size: limit }) : t(problem.kind);
  };
}

/** A file on its way, or what stopped it. */
export function UploadRow({ item, limit, queue }: { item: UploadItem; limit: string; queue: UploadQueue }) {
  const t = useTranslations("uploads");
  const locale = useLocale();
  const words = useProblemWords(limit);
  const note = useProgressNote();
  const { key, state, problem, sentBytes, sizeBytes } = item;
  const title = item.details.title || item.name;
  const fraction = sizeBytes > 0 ? sentBytes / sizeBytes : 0;
  const isUnderway = state === "sending" || state === "waiting";
  const isStopped = state === "paused" || state === "interrupted";
  const hasBar = state !== "refused";

  return (
    <li className="grid gap-2 rounded-card border border-hairline px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        {hasBar ? (
          <Progress
            className="min-w-0 flex-1"
            label={title}
            value={state === "finishing" ? null : state === "done" ? 1 : fraction}
            note={state === "sending" ? note(fraction, item.secondsLeft) : isStopped ? `${t(`states.${state}`)} · ${note(fraction, null)}` : t(`states.${state}`)}
          />
        ) : (
          <p className="min-w-0 flex-1 truncate text-sm font-medium">{title}</p>
        )}
        <div className="flex shrink-0">
          {isUnderway && <IconButton label={t("pause", { name: title })} icon={<Icon of={Pause} size={18} fill="currentColor" />} onClick={() => queue.pause(key)} />}
          {isStopped && <IconButton label={t("resume", { name: title })} icon={<Icon of={Play} size={18} fill="currentColor" />} onClick={() => queue.resume(key)} />}
          {problem?.kind === "refused" && <IconButton label={t("mend", { name: title })} icon={<Icon of={Pencil} size={18} />} onClick={() => queue.mend(key)} />}
          {state !== "finishing" && (
            <IconButton label={t(isUnderway || isStopped ? "cancel" : "remove", { name: title })} icon={<Icon of={X} size={18} />} onClick={() => queue.remove(key)} />
          )}
        </div>
      </div>
      {hasBar && state !== "done" && (
        <p className="tabular text-xs text-muted">{t("sent", { sent: formatBytes(sentBytes, locale), size: formatBytes(sizeBytes, locale) })}</p>
      )}
      <div role="alert">{problem && <p className="text-ui font-medium text-danger">{words(problem)}</p>}</div>
      {problem?.kind === "signed_out" && (
        <ButtonLink href="/login?next=/admin/videos" className="justify-self-start">
          {t("signIn")}
        </ButtonLink>
      )}
    </li>
  );
}
