"use client";

import ExternalLink from "@lucide/icons/icons/external-link";
import LinkIcon from "@lucide/icons/icons/link";
import Square from "@lucide/icons/icons/square";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { AudienceField } from "@/components/call/recording/audience-field";
import { useLiveState } from "@/components/live/use-live-state";
import { changeStream, readRecording, retryTarget, stopRecording } from "@/components/recordings/recording-api";
import { StreamTargets } from "@/components/recordings/stream-targets";
import type { Answer } from "@/components/ui/ask-api";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Checkbox } from "@/components/ui/choice";
import { copyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import { Spinner } from "@/components/ui/spinner";
import type { RecordingDetail } from "@/lib/recordings/contract";

const everyMs = 3_000;

/** The stream as it stands, read again and again; null before the first answer. */
function useStreamDetail(slug: string, id: string) {
  const [detail, setDetail] = useState<RecordingDetail | null>(null);
  useEffect(() => {
    let isWanted = true;
    const look = async () => {
      const answer = await readRecording(slug, id);
      if (isWanted && answer.ok) setDetail(answer.data);
    };
    void look();
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [slug, id]);
  return { detail, setDetail };
}

/** While the call is live: where it goes and how each of these stands, who may watch, its link, and its end. */
export function LiveStatus({ slug, id, onClose }: { slug: string; id: string; onClose: () => void }) {
  const t = useTranslations("callLive");
  const streams = useTranslations("streams");
  const { detail, setDetail } = useStreamDetail(slug, id);
  const { live } = useLiveState(id);
  const [isBusy, setBusy] = useState(false);
  const ask = async (asked: Promise<Answer<RecordingDetail>>) => {
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    if (answer.ok) setDetail(answer.data);
    else notify({ text: t(answer.refusal.code === "forbidden" ? "problems.forbidden" : "problems.lost"), tone: "danger" });
    return answer.ok;
  };
  const stop = async () => {
    if (await ask(stopRecording(slug, id))) onClose();
  };
  const stream = detail?.stream;
  const actions = detail?.abilities.stop && (
    <Button look="danger" loading={isBusy} icon={<Icon of={Square} size={16} />} onClick={() => void stop()}>
      {t("stop")}
    </Button>
  );
  return (
    <Dialog open onClose={onClose} title={t("statusTitle")} text={live?.state === "live" ? t("watching", { count: live.viewers }) : t("waiting")} closeLabel={t("close")} actions={actions}>
      {!detail || !stream ? (
        <Spinner className="size-6" />
      ) : (
        <div className="grid gap-4">
          <p className="flex flex-wrap gap-2">
            <Button icon={<Icon of={LinkIcon} size={16} />} onClick={() => void copyText(stream.url, { copied: t("copied"), failed: t("copyFailed") })}>
              {t("copyLink")}
            </Button>
            <ButtonLink href={`/live/${id}`} target="_blank" icon={<Icon of={ExternalLink} size={16} />}>
              {t("openPage")}
            </ButtonLink>
          </p>
          {stream.targets.length > 0 && <StreamTargets targets={stream.targets} isBusy={isBusy} onRetry={(position) => void ask(retryTarget(slug, id, position))} />}
          {detail.abilities.steer && (
            <>
              <AudienceField value={stream.audience} disabled={isBusy} onChange={(audience) => void ask(changeStream(slug, id, { audience }))} />
              <Checkbox name="keep" label={streams("keep")} hint={streams("keepHint")} checked={stream.is_kept} disabled={isBusy} onChange={(event) => void ask(changeStream(slug, id, { keep: event.target.checked }))} />
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
