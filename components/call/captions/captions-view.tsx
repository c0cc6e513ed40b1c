"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { shownMs, shownOf } from "@/components/call/captions/lines";
import type { Captions } from "@/components/call/captions/use-captions";
import { Button } from "@/components/ui/button";
import { personHue } from "@/lib/core/hue";
import "@/components/call/captions/captions.css";

/** Lines go without a new word: somebody has to look at the clock, while there is one to go. */
const lookMs = 500;

/** What is being said, in a strip of its own that pushes the tiles. Not read out: whoever listens hears the voices. */
export function CaptionsView({ captions: { choices, lines, hasSource, own }, onSettings }: { captions: Captions; onSettings: () => void }) {
  const t = useTranslations("captions");
  const newestMs = lines.at(-1)?.atMs ?? 0;
  const [nowMs, setNow] = useState(0);
  useEffect(() => {
    if (newestMs === 0) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() - newestMs > shownMs) clearInterval(timer);
    }, lookMs);
    return () => clearInterval(timer);
  }, [newestMs]);
  const shown = shownOf(lines, Math.max(nowMs, newestMs));
  const waits = own?.isOn ? (own.problem ? `own.${own.problem}` : own.isPaused ? "own.paused" : "waits.listening") : "waits.quiet";
  return (
    <section aria-label={t("title")} className="captions" data-place={choices.place} data-size={choices.size}>
      {!hasSource && !own?.isOn ? (
        <div role="status" className="captions-hint">
          <p>{t(own ? "noSource" : "noSourceAtAll")}</p>
          {own && <Button onClick={onSettings}>{t("open")}</Button>}
        </div>
      ) : (
        <>
          {shown.length === 0 && <p className="captions-hint">{t(waits)}</p>}
          {shown.map(({ identity, name, segment, text }) => (
            <p key={`${identity} ${segment}`} className="caption" data-person={personHue(identity)}>
              <bdi className="font-semibold text-person">{name || t("somebody")}</bdi> <span dir="auto">{text}</span>
            </p>
          ))}
        </>
      )}
    </section>
  );
}
