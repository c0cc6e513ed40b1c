"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { clockOffset, countdownText } from "@/components/meetings/countdown";
import { listenToWindow } from "@/components/meetings/window-events";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { MeetingWindow } from "@/lib/meetings/contract";

/** While the end is near and nobody tells it, the page asks again this often: another host may have added time. */
const askEveryMs = 15_000;
/** Asked once this long before the notice, so that it appears by what holds then. */
const aheadMs = 30_000;

type Props = { uuid: string; window: MeetingWindow; noticeSeconds: number; offers: readonly number[]; canExtend: boolean };

/** In a meeting's call: says a few minutes before the end that it ends, and lets its hosts add time. */
export function EndNotice({ uuid, window: initial, noticeSeconds, offers, canExtend }: Props) {
  const t = useTranslations("meetings");
  const [endsAt, setEndsAt] = useState(Date.parse(initial.ends_at));
  const [left, setLeft] = useState<number | null>(null);
  const [hiddenFor, setHiddenFor] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const offset = useRef<number | null>(null);

  useEffect(() => {
    let lastAsked = 0;
    const hear = (told: MeetingWindow) => {
      offset.current = clockOffset(told.now, Date.now());
      setEndsAt(Date.parse(told.ends_at));
    };
    const ask = async () => {
      try {
        const response = await fetch(`/api/meetings/${uuid}/window/`, { cache: "no-store" });
        if (response.ok) hear((await response.json()) as MeetingWindow);
      } catch {
        // Offline for a moment: the call says so itself, and the next turn asks again.
      }
    };
    const stream = listenToWindow(uuid, hear);
    const timer = setInterval(() => {
      offset.current ??= clockOffset(initial.now, Date.now());
      const remaining = endsAt - (Date.now() + offset.current);
      setLeft(remaining / 1000);
      if (remaining > noticeSeconds * 1000 + aheadMs || stream.isOpen() || Date.now() - lastAsked < askEveryMs) return;
      lastAsked = Date.now();
      void ask();
    }, 1000);
    return () => {
      clearInterval(timer);
      stream.stop();
    };
  }, [uuid, endsAt, initial.now, noticeSeconds]);

  const extend = async (minutes: number) => {
    setBusy(true);
    try {
      const response = await fetch(`/api/meetings/${uuid}/extend/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ minutes }) });
      const body = (await response.json()) as MeetingWindow & { detail?: string };
      if (response.ok) {
        setEndsAt(Date.parse(body.ends_at));
        notify({ text: t("notice.extended", { minutes }) });
      } else notify({ text: t("notice.failed", { detail: body.detail ?? "" }), tone: "danger" });
    } catch {
      notify({ text: t("failed"), tone: "danger" });
    }
    setBusy(false);
  };

  if (left === null || left > noticeSeconds || left <= 0 || hiddenFor === endsAt) return null;
  return (
    <div className="end-notice floating">
      <div role="status" className="sr-only">
        {t("notice.title", { time: `${Math.ceil(left / 60)} min` })} {t("notice.text")}
      </div>
      <p aria-hidden="true" className="tabular py-2 font-medium">
        {t("notice.title", { time: countdownText(left, t("days")) })} <span className="font-normal text-muted">{t("notice.text")}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        {canExtend &&
          offers.map((minutes) => (
            <Button key={minutes} disabled={isBusy} onClick={() => void extend(minutes)}>
              {t("notice.extend", { minutes })}
            </Button>
          ))}
        <Button look="plain" onClick={() => setHiddenFor(endsAt)}>
          {t("notice.hide")}
        </Button>
      </div>
    </div>
  );
}
