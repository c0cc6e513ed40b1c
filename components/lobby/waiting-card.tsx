"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { fetchOwnEntry, leaveLobby, sayAway, writeToHosts } from "@/components/lobby/lobby-api";
import { readerOf } from "@/components/lobby/reader";
import { Talk } from "@/components/lobby/talk";
import { useConnectionState, useRealtimeEvents } from "@/components/realtime/use-realtime";
import { Button } from "@/components/ui/button";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";

const countEveryMs = 5000;

/** Minutes begun until a moment of the server's clock, which may be another than this machine's; 0 in the last one. */
function useMinutesLeft({ expires_at: expiresAt, now }: OwnLobbyEntry): number {
  const [offsetMs] = useState(() => Date.parse(now) - Date.now());
  const [leftMs, setLeftMs] = useState(() => Date.parse(expiresAt) - Date.parse(now));
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(Date.parse(expiresAt) - (Date.now() + offsetMs)), countEveryMs);
    return () => clearInterval(timer);
  }, [expiresAt, offsetMs]);
  return leftMs < 60_000 ? 0 : Math.ceil(leftMs / 60_000);
}

/** The entry as it is now: asked for again whenever the stream says that it changed, and after each reconnection. */
function useOwnEntry(initial: OwnLobbyEntry): { entry: OwnLobbyEntry; refresh: () => void } {
  const slug = initial.room.slug;
  const [entry, setEntry] = useState(initial);
  const turn = useRef(0);
  const refresh = async () => {
    const mine = (turn.current += 1);
    try {
      const found = await fetchOwnEntry(slug);
      if (mine === turn.current) setEntry((before) => found ?? { ...before, state: "left", reason: "away" });
    } catch {
      // Without a connection the stream says hello again when there is one.
    }
  };
  useRealtimeEvents(readerOf(initial.identity), (event) => {
    if (event.type === "hello" || event.type === "lobby_entry") void refresh();
  });
  return { entry, refresh: () => void refresh() };
}

/** What somebody sees who waits to be let in: who can do it, how long they can wait, and a line to write; then what came of it. */
export function WaitingCard({ initial, isJoining, onAdmitted, onAsk, onStop }: { initial: OwnLobbyEntry; isJoining: boolean; onAdmitted: () => void; onAsk: () => void; onStop: () => void }) {
  const t = useTranslations("lobby.wait");
  const { entry, refresh } = useOwnEntry(initial);
  const connection = useConnectionState(readerOf(initial.identity));
  const title = useRef<HTMLHeadingElement>(null);
  const { slug } = entry.room;
  const isWaiting = entry.state === "waiting";

  const enter = useEffectEvent(onAdmitted);
  useEffect(() => {
    if (entry.state === "admitted") enter();
    // The door leads to the meeting's own page, which says when it is open.
    else if (entry.reason === "meeting_closed") location.reload();
    else if (entry.state !== "waiting") title.current?.focus();
  }, [entry.state, entry.reason]);

  useEffect(() => {
    if (!isWaiting) return;
    const away = () => sayAway(slug, entry.now);
    window.addEventListener("pagehide", away);
    return () => window.removeEventListener("pagehide", away);
  }, [isWaiting, slug, entry.now]);

  const over = entry.state === "denied" ? "denied" : entry.reason && entry.reason !== "opened" ? entry.reason : "away";
  return (
    <div className="grid gap-5">
      <div role="status" className="grid gap-2">
        <h2 ref={title} tabIndex={-1} className="text-lg outline-none">
          {entry.state === "admitted" ? t("admitted") : isWaiting ? t("title") : t(`over.${over}.title`)}
        </h2>
        {isWaiting && <p>{entry.host ? t.rich("hostNamed", { name: entry.host.name }) : t("hostAway")}</p>}
        {!isWaiting && entry.state !== "admitted" && <p className="text-muted">{t(`over.${over}.text`)}</p>}
        {isWaiting && connection === "offline" && <p className="text-danger">{t("offline")}</p>}
      </div>
      {isWaiting && (
        <>
          <TimeLeft entry={entry} />
          <Talk
            name="hosts"
            isHost={false}
            messages={entry.messages}
            words={{ label: t("messages"), write: t("write"), send: t("send"), you: t("you"), notSent: t("notSent"), slowDown: t("slowDown") }}
            onSend={async (content) => {
              const answer = await writeToHosts(slug, content);
              if ("message" in answer) refresh();
              return answer;
            }}
          />
          <div>
            <Button
              onClick={() => {
                leaveLobby(slug);
                onStop();
              }}
            >
              {t("leave")}
            </Button>
          </div>
        </>
      )}
      {!isWaiting && entry.state !== "admitted" && over !== "closed" && over !== "meeting_closed" && (
        <div>
          <Button look="primary" loading={isJoining} disabled={isJoining} onClick={onAsk}>
            {t("askAgain")}
          </Button>
        </div>
      )}
    </div>
  );
}

function TimeLeft({ entry }: { entry: OwnLobbyEntry }) {
  const t = useTranslations("lobby.wait");
  const minutes = useMinutesLeft(entry);
  return (
    <p className="tabular text-ui text-muted">
      {t("keepOpen")} {minutes > 0 ? t("minutesLeft", { minutes }) : t("lastMinute")}
    </p>
  );
}
