"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { Button, buttonClass } from "@/components/ui/button";

/** Why a person is no longer in the call: they left (and are on the way to the room), their own other window, a host, the end of the room, a lost connection. */
export type Ending = "left" | "elsewhere" | "removed" | "over" | "lost";

/** Says why the call stopped here. Nothing rejoins by itself: two windows of one person would throw each other out for ever. */
export function EndingCard({ ending, slug, isJoining, onRejoin }: { ending: Ending; slug: string; isJoining: boolean; onRejoin: () => void }) {
  const t = useTranslations("call.ending");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <main id="content" className="grid place-items-center p-4">
      <div className="grid w-full max-w-card gap-4 rounded-tile border border-hairline bg-surface p-6 sm:p-8">
        <h1 ref={title} tabIndex={-1} className="text-xl outline-none">
          {t(`${ending}.title`)}
        </h1>
        <p className="text-muted">{t(`${ending}.text`)}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          {ending !== "removed" && (
            <Button look="primary" loading={isJoining} disabled={isJoining} onClick={onRejoin}>
              {t(ending === "elsewhere" ? "continueHere" : "rejoin")}
            </Button>
          )}
          <Link href={`/r/${slug}`} className={buttonClass("quiet")}>
            {t("toRoom")}
          </Link>
        </div>
      </div>
    </main>
  );
}
