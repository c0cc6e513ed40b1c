"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { Button, buttonClass } from "@/components/ui/button";

/** Why a person is no longer in the call: they left (and are on the way to the room), their own other window, a host, the end of the room, a lost connection, nobody else for long. */
export type Ending = "left" | "elsewhere" | "removed" | "over" | "lost" | "alone";

/** Says why the call stopped here. Only a lost connection is taken up again by itself: two windows of one person would throw each other out for ever. */
export function EndingCard({ ending, slug, isJoining, isTrying, onRejoin }: { ending: Ending; slug: string; isJoining: boolean; /** Coming back is tried by itself. */ isTrying: boolean; onRejoin: () => void }) {
  const t = useTranslations("call.ending");
  const holds = useTranslations("callHolds.rejoin");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <main id="content" className="grid place-items-center p-4">
      <div className="grid w-full max-w-card gap-4 rounded-tile border border-hairline bg-surface p-6 sm:p-8">
        <h1 ref={title} tabIndex={-1} className="text-xl outline-none">
          {t(`${ending}.title`)}
        </h1>
        <p role="status" className="text-muted">{isTrying ? holds("trying") : t(`${ending}.text`)}</p>
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
