"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { CallPresence, CallState } from "@/lib/calls/contract";

const everyMs = 5000;
const shown = 5;

/** Who is in the call now, asked for again while the page is looked at. */
export function Inside({ slug, initial, onCaptures }: { slug: string; initial: CallPresence; onCaptures: (captures: Pick<CallState, "recording" | "stream">) => void }) {
  const t = useTranslations("call");
  const [presence, setPresence] = useState(initial);
  const tellCaptures = useEffectEvent(onCaptures);

  useEffect(() => {
    const controller = new AbortController();
    const refresh = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const response = await fetch(`/api/rooms/${encodeURIComponent(slug)}/call/`, { signal: controller.signal });
        if (!response.ok) return;
        const call = (await response.json()) as CallState;
        setPresence(call);
        tellCaptures(call);
      } catch {
        // Offline for a moment: what was known stays, the next turn asks again.
      }
    };
    const timer = setInterval(() => void refresh(), everyMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [slug]);

  if (!presence.known) return <p className="text-muted">{t("insideUnknown")}</p>;
  if (presence.count === 0) return <p className="text-muted">{t("insideNobody")}</p>;
  const [first, second] = presence.people;
  const isNameless = presence.people.length === 0;
  const words =
    isNameless ? t("insideCount", { count: presence.count }) : presence.count === 1 ? t("insideOne", { first: first!.name }) : presence.count === 2 ? t("insideTwo", { first: first!.name, second: second!.name }) : t("insideMany", { first: first!.name, count: presence.count - 1 });
  return (
    <div className="flex items-center gap-3">
      <span className="flex -space-x-2" aria-hidden="true">
        {presence.people.slice(0, shown).map(({ identity, name }) => (
          <span key={identity} className="rounded-full border-2 border-page">
            <Avatar identity={identity} name={name} size="sm" />
          </span>
        ))}
      </span>
      <p className="min-w-0 text-ui">{words}</p>
    </div>
  );
}
