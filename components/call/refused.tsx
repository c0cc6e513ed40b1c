"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import type { JoinProblem } from "@/components/call/join";

/** The door of a call that is closed to this person, and why. */
export function Refused({ slug, name, code }: { slug: string; name: string; code: JoinProblem }) {
  const t = useTranslations("call");
  return (
    <main id="content" className="grid place-items-center p-4">
      <div className="grid w-full max-w-card gap-4 rounded-tile border border-hairline bg-surface p-6 sm:p-8">
        <h1 className="text-xl break-words">
          <bdi>{name}</bdi>
        </h1>
        <p className="text-muted">{t(`problem.${code}`)}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Link href={`/r/${slug}`} className={buttonClass("quiet")}>
            {t("ending.toRoom")}
          </Link>
        </div>
      </div>
    </main>
  );
}
