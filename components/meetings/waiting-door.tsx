"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { clockOffset, countdownText } from "@/components/meetings/countdown";
import { listenToWindow } from "@/components/meetings/window-events";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";
import type { MeetingWindow } from "@/lib/meetings/contract";

/** How often a page that waits asks whether a host has opened early or moved the start, while nobody tells it; the start itself needs no question. */
const askEveryMs = 10_000;
/** And while it is told. */
const askAnywayMs = 60_000;

type Props = {
  uuid: string;
  window: MeetingWindow;
  /** Where the meeting takes place. */
  callPath: string;
  openEarly: (() => Promise<Result<unknown>>) | null;
};

/**
 * Counts down to the start by the server's clock and opens by itself: at the start, when a host opens early, and later when
 * the start was moved. Says the time to a screen reader each minute only.
 */
export function WaitingDoor({ uuid, window: initial, callPath, openEarly }: Props) {
  const t = useTranslations("meetings");
  const { meeting, now, isLost, ask } = useMeetingWindow(uuid, initial);
  const [isOpening, setOpening] = useState(false);
  const left = (Date.parse(meeting.starts_at) - now) / 1000;
  const isOpen = meeting.state === "open";
  useEffect(() => {
    if (isOpen) location.assign(callPath);
    else if (meeting.state === "over") location.reload();
  }, [isOpen, meeting.state, callPath]);

  const open = async () => {
    setOpening(true);
    const result = await openEarly?.();
    if (result && !result.ok) notify({ text: t("refusals.conflict", { detail: result.error.detail }), tone: "danger" });
    await ask();
    setOpening(false);
  };
  const words = isOpen ? t("page.opening") : left <= 0 ? t("page.startsSoon") : t("page.startsIn", { time: countdownText(left, t("days")) });
  return (
    <div className="grid gap-4">
      <p role="timer" aria-live="off" className="tabular text-md" suppressHydrationWarning>
        {words}
      </p>
      <p className="sr-only" role="status" suppressHydrationWarning>
        {isOpen ? t("page.opening") : t("page.startsIn", { time: `${Math.max(0, Math.ceil(left / 60))} min` })}
      </p>
      {isLost && <p className="text-ui text-muted">{t("page.again")}</p>}
      {openEarly && !isOpen && (
        <div className="grid gap-1">
          <Button look="primary" loading={isOpening} disabled={isOpening} onClick={() => void open()} className="justify-self-start">
            {t("page.openNow")}
          </Button>
          <p className="text-sm text-muted">{t("page.openNowHint")}</p>
        </div>
      )}
    </div>
  );
}

/** The window as the server last told it, and the server's time as this browser's clock goes on from there. */
function useMeetingWindow(uuid: string, initial: MeetingWindow) {
  const [meeting, setMeeting] = useState(initial);
  const [isLost, setLost] = useState(false);
  // The server's own time at first, so that what it rendered and what wakes up here agree.
  const [now, setNow] = useState(() => Date.parse(initial.now));
  const offset = useRef<number | null>(null);
  const asking = useRef(false);

  const hear = useRef((told: MeetingWindow) => {
    offset.current = clockOffset(told.now, Date.now());
    setMeeting(told);
    setLost(false);
  });
  const ask = useRef(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const response = await fetch(`/api/meetings/${uuid}/window/`, { cache: "no-store" });
      if (response.ok) hear.current((await response.json()) as MeetingWindow);
    } catch {
      setLost(true);
    }
    asking.current = false;
  });

  const stream = useRef<ReturnType<typeof listenToWindow> | null>(null);
  useEffect(() => {
    const opened = (stream.current = listenToWindow(uuid, (told) => hear.current(told)));
    return () => opened.stop();
  }, [uuid]);

  useEffect(() => {
    const startsAt = Date.parse(meeting.starts_at);
    let lastAsked = Date.now();
    const turn = () => {
      offset.current ??= clockOffset(initial.now, Date.now());
      const serverNow = Date.now() + offset.current;
      setNow(serverNow);
      const isDue = serverNow >= startsAt && Date.now() - lastAsked > 900;
      if (!isDue && Date.now() - lastAsked < (stream.current?.isOpen() ? askAnywayMs : askEveryMs)) return;
      lastAsked = Date.now();
      void ask.current();
    };
    const timer = setInterval(turn, 250);
    // A phone that slept: what it counted is stale.
    const wake = () => document.visibilityState === "visible" && void ask.current();
    document.addEventListener("visibilitychange", wake);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [meeting.starts_at, initial.now]);

  return { meeting, now, isLost, ask: () => ask.current() };
}
