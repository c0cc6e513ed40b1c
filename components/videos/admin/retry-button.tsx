"use client";

import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";
import type { VideoDetail, VideoStatus } from "@/lib/videos/contract";

export type RetryAction = (input: { id: number }) => Promise<Result<VideoStatus>>;

/** Processes a failed video anew. */
export function RetryButton({ video, retry }: { video: Pick<VideoDetail, "id" | "title">; retry: RetryAction }) {
  const t = useTranslations("uploads");
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const result = await retry({ id: video.id });
    setAsking(false);
    if (!result.ok) notify({ text: result.error.detail, tone: "danger" });
    router.refresh();
  };
  return (
    <Button loading={isAsking} icon={<Icon of={RotateCcw} size={16} />} aria-label={t("retryOf", { title: video.title })} onClick={() => void (isAsking || ask())}>
      {t("retry")}
    </Button>
  );
}
